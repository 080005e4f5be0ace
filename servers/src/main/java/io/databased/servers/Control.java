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
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What a test's administrator says to a server in SQL, each time on a connection of its own. */
abstract class Control {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final URI server;
    private final String driver;
    private final String ownDatabase;
    private final int port;

    /** @param ownDatabase one that every server has */
    Control(URI server, String driver, String ownDatabase, int defaultPort) {
        this.server = server;
        this.driver = driver;
        this.ownDatabase = ownDatabase;
        this.port = server.getPort() < 0 ? defaultPort : server.getPort();
    }

    /** What the driver is told besides the user; above all how long to wait. */
    abstract void configure(Properties properties);

    /** The statement that creates a database. */
    String creation(String database) {
        return "CREATE DATABASE " + database;
    }

    abstract void terminateSessions(String database);

    abstract long sessions(String database);

    final int port() {
        return port;
    }

    final String url(String database) {
        String query = server.getRawQuery() == null ? "" : "?" + server.getRawQuery();
        return server.getScheme() + "://" + server.getRawAuthority() + "/" + database + query;
    }

    final Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        String[] user = server.getUserInfo().split(":", 2);
        properties.setProperty("user", user[0]);
        if (user.length == 2) {
            properties.setProperty("password", user[1]);
        }
        configure(properties);
        return DriverManager.getConnection(
                "jdbc:" + driver + "://" + server.getHost() + ":" + port + "/" + database, properties);
    }

    final void execute(String... statements) {
        try (Connection connection = connect(ownDatabase);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Creates an empty database and returns its name. */
    final String createDatabase() {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        execute(creation(name));
        return name;
    }

    /** The first column of what a query with one parameter finds. */
    final List<String> ask(String query, String parameter) {
        try (Connection connection = connect(ownDatabase);
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalStateException with this message if it does not become true in time */
    static void await(BooleanSupplier condition, String message) {
        await(DEADLINE, condition, () -> message);
    }

    /** The same, with a deadline of the caller's. */
    static void await(Duration deadline, BooleanSupplier condition, Supplier<String> message) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > deadline.toNanos()) {
                throw new IllegalStateException(message.get() + " (within " + deadline + ")");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
