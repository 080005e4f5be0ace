package io.databased.servers;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** What a test's administrator says to a server in SQL, each time on a connection of its own. */
final class PostgresControl {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final URI server;

    PostgresControl(URI server) {
        this.server = server;
    }

    static PostgresControl local(int port) {
        return new PostgresControl(URI.create("postgresql://postgres@127.0.0.1:" + port + "/postgres"));
    }

    int port() {
        return server.getPort() < 0 ? 5432 : server.getPort();
    }

    String url(String database) {
        String query = server.getRawQuery() == null ? "" : "?" + server.getRawQuery();
        return "postgresql://" + server.getRawAuthority() + "/" + database + query;
    }

    Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        String[] user = server.getUserInfo().split(":", 2);
        properties.setProperty("user", user[0]);
        if (user.length == 2) {
            properties.setProperty("password", user[1]);
        }
        properties.setProperty("ApplicationName", "databased-servers");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "30");
        return DriverManager.getConnection(
                "jdbc:postgresql://" + server.getHost() + ":" + port() + "/" + database, properties);
    }

    void execute(String database, String... statements) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String createDatabase() {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        execute("postgres", "CREATE DATABASE " + name);
        return name;
    }

    void terminateBackends(String database) {
        ask("SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE datname = ?", database);
    }

    long backends(String applicationName) {
        return Long.parseLong(ask("SELECT count(*) FROM pg_stat_activity WHERE application_name = ?", applicationName));
    }

    /** Up to where the log of this primary is written. */
    String position() {
        return ask("SELECT pg_current_wal_insert_lsn() WHERE ?::text <> ''", "any");
    }

    void awaitReplay(String position) {
        long start = System.nanoTime();
        while (!ask("SELECT pg_last_wal_replay_lsn() >= ?::pg_lsn", position).equals("t")) {
            if (System.nanoTime() - start > DEADLINE.toNanos()) {
                throw new IllegalStateException(
                        "The standby has not replayed " + position + " within " + DEADLINE + ".");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private String ask(String query, String parameter) {
        try (Connection connection = connect("postgres");
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
