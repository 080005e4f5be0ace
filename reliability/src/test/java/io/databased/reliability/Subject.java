package io.databased.reliability;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.PoolOptions;
import io.databased.servers.FaultProxy;
import io.databased.servers.LocalServer;
import io.databased.servers.MariaDbServer;
import io.databased.servers.PgBouncer;
import io.databased.servers.PostgresServer;
import io.databased.testkit.Futures;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A new database under test, with a way to break its wire, and a way to look at it that goes past the wire. */
final class Subject implements AutoCloseable {
    private final String url;
    private final @Nullable FaultProxy proxy;
    private final Looks looks;
    private final LongSupplier connections;
    private final Runnable kill;

    private interface Looks {
        Connection connect() throws SQLException;
    }

    private Subject(String url, @Nullable FaultProxy proxy, Looks looks, LongSupplier connections, Runnable kill) {
        this.url = url;
        this.proxy = proxy;
        this.looks = looks;
        this.connections = connections;
        this.kill = kill;
    }

    private Subject(String url, FaultProxy proxy, LocalServer server, String name) {
        this(url, proxy, () -> server.connect(name), () -> server.sessions(name), () -> server.terminateSessions(name));
    }

    static Subject postgres(PostgresServer server) {
        String name = name(server.createDatabase());
        FaultProxy proxy = FaultProxy.postgres(server.port());
        String url = "postgresql://postgres:" + Harness.PASSWORD + "@127.0.0.1:" + proxy.port() + "/" + name
                + "?application_name=" + name;
        return new Subject(url, proxy, server, name);
    }

    /** Through a pooler, as by {@code PgBouncer.inFrontOf(server)}, and no proxy: cutting the wire is not for both of its sides. */
    static Subject pooled(PostgresServer server, PgBouncer pooler) {
        String name = name(server.createDatabase());
        return new Subject(pooler.url(name), null, () -> server.connect(name), () -> 0, () -> {});
    }

    static Subject pgjdbc(PostgresServer server) {
        String name = name(server.createDatabase());
        FaultProxy proxy = FaultProxy.postgres(server.port());
        String url = "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + name + "?user=postgres&password="
                + Harness.PASSWORD + "&ApplicationName=" + name;
        return new Subject(url, proxy, server, name);
    }

    static Subject mariaDb(MariaDbServer server) {
        return mySql(server);
    }

    /** Of MariaDB or MySQL. */
    static Subject mySql(LocalServer server) {
        String url = server.createDatabase();
        FaultProxy proxy = FaultProxy.mysql(server.port());
        return new Subject(proxy.through(url), proxy, server, name(url));
    }

    /** Its driver can be freed from a server that does not answer by its own limit only: its abort waits for the answer, too. */
    static Subject mariaDbJdbc(MariaDbServer server) {
        String name = name(server.createDatabase());
        FaultProxy proxy = FaultProxy.mysql(server.port());
        String url = "jdbc:mariadb://127.0.0.1:" + proxy.port() + "/" + name
                + "?user=root&sslMode=disable&socketTimeout=3000";
        return new Subject(url, proxy, server, name);
    }

    static Subject sqlite(Path file, String options) {
        String url = "sqlite:///" + file.toAbsolutePath() + options;
        return new Subject(
                url,
                null,
                () -> DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath()),
                () -> 0,
                () -> {});
    }

    private static String name(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    String url() {
        return url;
    }

    DatabaseBuilder builder() {
        return Database.builder(url);
    }

    /** A builder for a pool of so many connections. */
    DatabaseBuilder builder(int connections) {
        return builder().pool(PoolOptions.builder().maxSize(connections).build());
    }

    /** The wire; there is none to a file. */
    FaultProxy proxy() {
        if (proxy == null) {
            throw new IllegalStateException("there is no wire to " + url);
        }
        return proxy;
    }

    boolean hasWire() {
        return proxy != null;
    }

    /** The server ends the sessions of the database, and they are gone. */
    void killSessions() {
        kill.run();
    }

    /** Runs statements past the wire. */
    void execute(String... statements) {
        try (Connection connection = looks.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The rows of a query of whole numbers, past the wire. */
    List<long[]> look(String query) {
        try (Connection connection = looks.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<long[]> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                long[] row = new long[columns];
                for (int i = 0; i < columns; i++) {
                    row[i] = result.getLong(i + 1);
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the server has no connection of the database under test. */
    void awaitNoConnections() {
        Futures.until("the server has no connection of " + url, () -> connections.getAsLong() == 0);
    }

    @Override
    public void close() {
        if (proxy != null) {
            proxy.close();
        }
    }
}
