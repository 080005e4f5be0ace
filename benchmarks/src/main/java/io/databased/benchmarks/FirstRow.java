package io.databased.benchmarks;

import io.databased.Database;
import io.databased.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Reads one row and ends: {@code FirstRow databased|jdbc URL}. {@link ColdStart} times it. */
public final class FirstRow {
    private static final String SELECT = "SELECT id, title, year FROM movies WHERE id = ?";
    private static final long KEY = 4711;

    private FirstRow() {}

    public static void main(String[] arguments) throws SQLException {
        Movie movie = arguments[0].equals("databased") ? databased(arguments[1]) : jdbc(arguments[1]);
        System.out.println(movie.title());
    }

    private static Movie databased(String url) {
        try (Database database = Database.of(url)) {
            database.connect().join();
            return database.fetchOne(Sql.sql(SELECT, List.of(KEY)).mapTo(Movie.class))
                    .join()
                    .orElseThrow();
        }
    }

    private static Movie jdbc(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setLong(1, KEY);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return new Movie(rows.getLong(1), rows.getString(2), rows.getInt(3));
            }
        }
    }
}
