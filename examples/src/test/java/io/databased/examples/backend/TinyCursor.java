package io.databased.examples.backend;

import io.databased.spi.RowCursor;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An open result. */
final class TinyCursor implements RowCursor {
    private final ResultSet result;
    private final List<String> names = new ArrayList<>();
    private final Statement statement;
    private final TinyConnection connection;

    /** To be read on the connection's thread. */
    TinyCursor(ResultSet result) throws SQLException {
        this(result, result.getStatement(), null);
    }

    TinyCursor(ResultSet result, Statement statement, TinyConnection connection) throws SQLException {
        this.result = result;
        this.statement = statement;
        this.connection = connection;
        ResultSetMetaData columns = result.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnLabel(i));
        }
    }

    List<String> names() {
        return names;
    }

    List<@Nullable Object[]> read(long count) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        while (rows.size() < count && result.next()) {
            @Nullable Object[] row = new @Nullable Object[names.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = plain(result.getObject(i + 1));
            }
            rows.add(row);
        }
        return rows;
    }

    private static @Nullable Object plain(@Nullable Object value) throws SQLException {
        if (value instanceof java.sql.Date date) {
            return date.toLocalDate();
        }
        if (value instanceof java.sql.Timestamp timestamp) {
            return timestamp.toLocalDateTime();
        }
        return value instanceof Clob text ? text.getSubString(1, (int) text.length()) : value;
    }

    @Override
    public List<String> columns() {
        return names;
    }

    @Override
    public CompletionStage<List<@Nullable Object[]>> next(int count) {
        return connection.onThread(() -> read(count));
    }

    @Override
    public CompletionStage<Void> close() {
        return connection.onThread(() -> {
            statement.close();
            return null;
        });
    }
}
