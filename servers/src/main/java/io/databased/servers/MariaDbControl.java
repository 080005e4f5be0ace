package io.databased.servers;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** What a test's administrator says to a server in SQL, each time on a connection of its own. */
final class MariaDbControl {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int NO_SUCH_THREAD = 1094;

    private final URI server;

    MariaDbControl(URI server) {
        this.server = server;
    }

    int port() {
        return server.getPort() < 0 ? 3306 : server.getPort();
    }

    String url(String database) {
        String query = server.getRawQuery() == null ? "" : "?" + server.getRawQuery();
        return server.getScheme() + "://" + server.getRawAuthority() + "/" + database + query;
    }

    Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        String[] user = server.getUserInfo().split(":", 2);
        properties.setProperty("user", user[0]);
        if (user.length == 2) {
            properties.setProperty("password", user[1]);
        }
        properties.setProperty("connectTimeout", "10000");
        properties.setProperty("socketTimeout", "30000");
        return DriverManager.getConnection(
                "jdbc:mariadb://" + server.getHost() + ":" + port() + "/" + database, properties);
    }

    void execute(String... statements) {
        try (Connection connection = connect("mysql");
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
        execute("CREATE DATABASE " + name);
        return name;
    }

    List<Long> sessions(String database) {
        try (Connection connection = connect("mysql");
                PreparedStatement statement =
                        connection.prepareStatement("SELECT id FROM information_schema.processlist WHERE db = ?")) {
            statement.setString(1, database);
            List<Long> ids = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
            return ids;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void terminateSessions(String database) {
        List<Long> ids = sessions(database);
        ids.forEach(this::terminate);
        long start = System.nanoTime();
        while (sessions(database).stream().anyMatch(ids::contains)) {
            if (System.nanoTime() - start > DEADLINE.toNanos()) {
                throw new IllegalStateException("Sessions of " + database + " live on after KILL: " + ids);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void terminate(long id) {
        try (Connection connection = connect("mysql");
                Statement statement = connection.createStatement()) {
            statement.execute("KILL " + id);
        } catch (SQLException e) {
            if (e.getErrorCode() != NO_SUCH_THREAD) { // it has ended by itself
                throw new IllegalStateException(e);
            }
        }
    }
}
