package io.databased.benchmarks;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;

/** A file of movies, whose ids count from 1, in a temporary folder that closing deletes. */
final class MovieFile implements AutoCloseable {
    static final int ROWS = 100_000;

    private final Path folder;
    private final String synchronous;

    /** @param synchronous SQLite's setting, for both sides: FULL makes each commit durable */
    MovieFile(String synchronous) {
        this.synchronous = synchronous;
        try {
            folder = Files.createTempDirectory("databased-benchmark");
            try (Connection connection = connect()) {
                fill(connection);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void fill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE movies (id INTEGER PRIMARY KEY, title TEXT NOT NULL, year INTEGER NOT NULL)");
        }
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO movies VALUES (?, ?, ?)")) {
            for (int id = 1; id <= ROWS; id++) {
                insert.setLong(1, id);
                insert.setString(2, "The Movie Number " + id);
                insert.setInt(3, 1900 + id % 120);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        connection.commit();
    }

    private Path file() {
        return folder.resolve("movies.sqlite");
    }

    String url() {
        return "sqlite:///" + file() + "?synchronous=" + synchronous.toLowerCase(Locale.ROOT);
    }

    String jdbcUrl() {
        return "jdbc:sqlite:" + file();
    }

    /** A connection of the driver, with the settings that a database of ours has. */
    Connection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.valueOf(synchronous));
        config.enforceForeignKeys(true);
        config.setBusyTimeout(5_000);
        return config.createConnection(jdbcUrl());
    }

    /** A connected database as its users get it, but for what the axes say. */
    Database database(String executor, String callerLines) {
        DatabaseBuilder builder = Database.builder(url());
        if (executor.equals("direct")) {
            builder.completionExecutor(Runnable::run);
        }
        if (callerLines.equals("off")) {
            builder.withoutCallerLines();
        }
        return builder.build().connect().join();
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
