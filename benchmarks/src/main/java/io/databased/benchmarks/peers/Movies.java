package io.databased.benchmarks.peers;

import com.zaxxer.hikari.HikariConfig;
import io.databased.DatabaseUrl;
import io.databased.benchmarks.Movie;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A table of movies on a server, whose ids count from 1; closing drops it. */
final class Movies implements AutoCloseable {
    static final int ROWS = 100_000;

    private static final String TABLE = "databased_benchmark_movies";
    private static final int KEYS = ROWS - 100;

    private final Connection connection;

    private Movies(Connection connection) {
        this.connection = connection;
    }

    static Movies create(DatabaseUrl url) throws SQLException {
        HikariConfig login = HikariSide.config(url);
        Connection connection =
                DriverManager.getConnection(login.getJdbcUrl(), login.getUsername(), login.getPassword());
        fill(connection);
        return new Movies(connection);
    }

    private static void fill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + TABLE);
            statement.execute("CREATE TABLE " + TABLE + " (id BIGINT PRIMARY KEY, title VARCHAR(100) NOT NULL, "
                    + "year INTEGER NOT NULL, views INTEGER NOT NULL)");
        }
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + TABLE + " VALUES (?, ?, ?, 0)")) {
            for (int id = 1; id <= ROWS; id++) {
                Movie movie = movie(id);
                insert.setLong(1, movie.id());
                insert.setString(2, movie.title());
                insert.setInt(3, movie.year());
                insert.addBatch();
                if (id % 1000 == 0) {
                    insert.executeBatch();
                }
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE " + (isPostgresql(connection) ? "" : "TABLE ") + TABLE);
        }
    }

    private static boolean isPostgresql(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }

    /** How many updates were committed so far. */
    long updates() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet sum = statement.executeQuery("SELECT SUM(views) FROM " + TABLE)) {
            sum.next();
            return sum.getLong(1);
        }
    }

    /** The server, for the report. */
    String server() throws SQLException {
        return connection.getMetaData().getDatabaseProductName() + " "
                + connection.getMetaData().getDatabaseProductVersion();
    }

    /** A key whose next hundred are keys too. */
    static long key() {
        return ThreadLocalRandom.current().nextLong(KEYS) + 1;
    }

    static Movie movie(long id) {
        return new Movie(id, "The Movie Number " + id, (int) (1900 + id % 120));
    }

    static String byKey(String marker) {
        return "SELECT id, title, year FROM " + TABLE + " WHERE id = " + marker;
    }

    static String first(String marker) {
        return "SELECT id, title, year FROM " + TABLE + " WHERE id <= " + marker;
    }

    static String update(String marker) {
        return "UPDATE " + TABLE + " SET views = views + 1 WHERE id = " + marker;
    }

    /** That the side read what is there. */
    static void verify(List<?> movies, int expected) {
        if (movies.size() != expected) {
            throw new IllegalStateException(movies.size() + " rows, not " + expected);
        }
        for (Object row : movies) {
            if (!(row instanceof Movie movie) || !movie.equals(movie(movie.id()))) {
                throw new IllegalStateException("a wrong row: " + row);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE " + TABLE);
        }
    }
}
