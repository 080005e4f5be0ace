package io.databased.jdbc.product;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SQLite's values have classes of their own, whatever their column is declared as; its driver tells the type of a column by the first
 * row, and reads the others as if they were of that type.
 */
final class SqliteJdbcValues extends Values {
    /** What the JDK puts in place of bytes that are no text. */
    private static final char REPLACEMENT = '\uFFFD';

    /** Those that a database may have. */
    private static final List<Charset> ENCODINGS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

    @Override
    public Binder binder(PreparedStatement statement, String sql) {
        return new StorageBinder(statement, sql);
    }

    /** Asks the statement for the places of its parameters when there is a decimal, and again by the next run. */
    private final class StorageBinder implements Binder {
        private final PreparedStatement statement;
        private final String sql;
        private @Nullable SqlitePlaces places;

        StorageBinder(PreparedStatement statement, String sql) {
            this.statement = statement;
            this.sql = sql;
        }

        @Override
        public void bind(@Nullable Object[] values) throws SQLException {
            SqliteJdbcValues.this.bind(
                    statement, SqliteStorage.encode(values, parameter -> place(parameter, values.length)));
        }

        private SqlitePlaces.Place place(int parameter, int parameters) throws SQLException {
            if (places == null) {
                ask(
                        "SELECT 1 FROM sqlite_schema LIMIT 1",
                        new @Nullable Object[0]); // sees what other programs have changed
                places = new SqlitePlaces(this::ask, sql, parameters);
            }
            return places.of(parameter);
        }

        private List<@Nullable Object[]> ask(String question, @Nullable Object[] values) throws SQLException {
            try (PreparedStatement asking = statement.getConnection().prepareStatement(question)) {
                for (int i = 0; i < values.length; i++) {
                    asking.setObject(i + 1, values[i]);
                }
                try (ResultSet answer = asking.executeQuery()) {
                    return rows(answer);
                }
            }
        }

        private static List<@Nullable Object[]> rows(ResultSet answer) throws SQLException {
            int columns = answer.getMetaData().getColumnCount();
            List<@Nullable Object[]> rows = new ArrayList<>();
            while (answer.next()) {
                @Nullable Object[] row = new @Nullable Object[columns];
                for (int i = 0; i < columns; i++) {
                    row[i] = answer.getObject(i + 1);
                }
                rows.add(row);
            }
            return rows;
        }
    }

    @Override
    public Reader reader(Column column) {
        return SqliteJdbcValues::read;
    }

    /** Of bytes that are no text the driver makes signs that say so. */
    private static @Nullable Object read(ResultSet result, int column) throws SQLException {
        Object value = result.getObject(column);
        if (value instanceof String text && text.indexOf(REPLACEMENT) >= 0) {
            requireKept(text, result.getBytes(column));
        }
        return value instanceof Integer number ? (Object) number.longValue() : value;
    }

    private static void requireKept(String text, byte[] stored) throws SQLException {
        if (ENCODINGS.stream().noneMatch(encoding -> Arrays.equals(text.getBytes(encoding), stored))) {
            throw UnreadableException.noText();
        }
    }

    /** An upsert that updated, and a table without rowids, give none. */
    @Override
    public boolean givesKeyAgain(Connection connection, String sql) throws SQLException {
        InsertText text = InsertText.of(sql);
        if (text.mayUpdate() || text.table() == null) {
            return false;
        }
        try (PreparedStatement question = connection.prepareStatement(
                "SELECT min(type = 'table' AND wr = 0) FROM pragma_table_list WHERE name = ? COLLATE NOCASE")) {
            question.setString(1, text.table());
            try (ResultSet answer = question.executeQuery()) {
                return answer.next() && answer.getInt(1) == 1;
            }
        }
    }

    /** It may be that of an earlier statement: of one that inserts without rowids, or updates, SQLite tells none. */
    @Override
    public @Nullable Object lastKey(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT last_insert_rowid()")) {
            return answer.next() ? (Object) answer.getLong(1) : null;
        }
    }
}
