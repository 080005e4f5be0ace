package io.databased.benchmarks.peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.databased.DatabaseUrl;
import io.databased.benchmarks.Movie;
import io.databased.benchmarks.peers.Operation.Blocking;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;

/** HikariCP, and the driver by hand: a thread for each caller. */
final class HikariSide implements Side {
    private static final String BY_KEY = Movies.byKey("?");
    private static final String FIRST = Movies.first("?");
    private static final String UPDATE = Movies.update("?");

    private final HikariDataSource pool;

    private HikariSide(HikariConfig config, int connections) {
        config.setMaximumPoolSize(connections);
        pool = new HikariDataSource(config);
    }

    /** The driver's defaults. */
    static Side defaults(DatabaseUrl url, int connections) {
        return new HikariSide(config(url), connections);
    }

    /** MariaDB's driver writes values into the text of a statement unless it is told to prepare. */
    static Side prepared(DatabaseUrl url, int connections) {
        HikariConfig config = config(url);
        config.addDataSourceProperty("useServerPrepStmts", "true");
        return new HikariSide(config, connections);
    }

    /** How JDBC logs in. */
    static HikariConfig config(DatabaseUrl url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url.toJdbcUrl());
        config.setUsername(url.user().orElse(null));
        config.setPassword(url.password().orElse(null));
        return config;
    }

    @Override
    public Operation select() {
        return (Blocking) () -> {
            try (Connection connection = pool.getConnection();
                    PreparedStatement select = connection.prepareStatement(BY_KEY)) {
                select.setLong(1, Movies.key());
                try (ResultSet rows = select.executeQuery()) {
                    rows.next();
                    return movie(rows);
                }
            }
        };
    }

    @Override
    public Operation fetch(int count) {
        return (Blocking) () -> {
            try (Connection connection = pool.getConnection();
                    PreparedStatement select = connection.prepareStatement(FIRST)) {
                select.setLong(1, count);
                List<Movie> movies = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        movies.add(movie(rows));
                    }
                }
                return movies;
            }
        };
    }

    private static Movie movie(ResultSet row) throws SQLException {
        return new Movie(row.getLong(1), row.getString(2), row.getInt(3));
    }

    /** Only what succeeds: closing gives back a connection that rolls back what was not committed. */
    @Override
    public Operation session(int nested) {
        return (Blocking) () -> {
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                long key = Movies.key();
                int updated = update(connection, key);
                for (int child = 1; child <= nested; child++) {
                    Savepoint savepoint = connection.setSavepoint();
                    updated = update(connection, key + child);
                    connection.releaseSavepoint(savepoint);
                }
                connection.commit();
                return updated;
            }
        };
    }

    private static int update(Connection connection, long key) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            update.setLong(1, key);
            return update.executeUpdate();
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
