package io.databased.postgresql;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.servers.FaultProxy;
import io.databased.servers.PgBouncer;
import io.databased.servers.PostgresServer;
import io.databased.testkit.Futures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.UnaryOperator;

/** A new database with a table {@code t} behind a proxy, and a way to look at it that goes past the proxy. */
final class ProxiedPostgres implements AutoCloseable {
    /** Of the database, and of the application in its URL. */
    final String name;

    final FaultProxy proxy;
    private final PostgresServer server;
    private final String url;

    ProxiedPostgres() {
        this(PostgresServer.shared());
    }

    ProxiedPostgres(PostgresServer server) {
        this(server, server::url);
    }

    /** The same, with the proxy between the clients and a pooler. */
    ProxiedPostgres(PostgresServer server, PgBouncer pooler) {
        this(server, pooler::url);
    }

    private ProxiedPostgres(PostgresServer server, UnaryOperator<String> way) {
        String created = server.createDatabase();
        this.server = server;
        this.name = created.substring(created.lastIndexOf('/') + 1);
        DatabaseUrl direct = DatabaseUrl.parse(way.apply(name));
        this.proxy = FaultProxy.postgres(direct.hosts().get(0).port().orElseThrow());
        this.url = proxy.through(direct.withOption("application_name", name).toString());
        execute("CREATE TABLE t (id int PRIMARY KEY)");
    }

    String url() {
        return url;
    }

    DatabaseBuilder builder() {
        return Database.builder(url());
    }

    /** A connected database. */
    Database connect(PoolOptions.Builder pool) {
        return Futures.await(builder().pool(pool.build()).build().connect());
    }

    /** A connected database with at most so many connections. */
    Database connect(int most) {
        return Futures.await(database(most).connect());
    }

    /** A database that is not connected yet. */
    Database database(int most) {
        return builder().pool(PoolOptions.builder().maxSize(most).build()).build();
    }

    /** How many connections of the application the server has. */
    long backends() {
        return server.backends(name);
    }

    /** Waits until the server has none of its connections. */
    void awaitNoBackends() {
        Futures.until("the server has no connection of " + name, () -> backends() == 0);
    }

    /** Waits until the server runs a statement with this text for the application. */
    void awaitRunning(String text) {
        Futures.until("the server runs " + text, () -> running(text));
    }

    boolean running(String text) {
        return !look("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid()"
                        + " AND application_name = '" + name + "' AND query LIKE '%" + text + "%'")
                .equals("0");
    }

    void execute(String... statements) {
        try (Connection connection = direct();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** A connection of a test's own, past the proxy. */
    Connection direct() throws SQLException {
        return server.connect(name);
    }

    /** The one value of a query. */
    String look(String query) {
        try (Connection connection = direct();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The rows of {@code t} that are committed, as {@code 1,2,3}. */
    String rows() {
        return look("SELECT coalesce(string_agg(id::text, ',' ORDER BY id), '') FROM t");
    }

    @Override
    public void close() {
        proxy.close();
    }
}
