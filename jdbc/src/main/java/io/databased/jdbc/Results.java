package io.databased.jdbc;

import io.databased.jdbc.StatementCache.Prepared;
import io.databased.jdbc.product.Values;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a statement gave. */
final class Results {
    private static final int CHUNK = 1_000;

    private Results() {}

    static Reply fetch(Values values, Prepared prepared, ResultSet result, long maxRows) throws SQLException {
        Columns columns = Columns.of(values, result.getMetaData(), prepared.columns);
        prepared.columns = columns;
        List<@Nullable Object[]> rows = new ArrayList<>();
        while (rows.size() < maxRows && result.next()) {
            rows.add(columns.row(result));
        }
        return new Reply(columns.names(), rows, 0, null);
    }

    /** Of a statement that changes rows and returns them, the rows are those changed. */
    static Reply count(Command command, ResultSet result) throws SQLException {
        long rows = 0;
        if (command.changesRows()) {
            while (result.next()) {
                rows++;
            }
        }
        return new Reply(List.of(), List.of(), rows, null);
    }

    static long affected(Statement statement) throws SQLException {
        try {
            return Math.max(0, statement.getLargeUpdateCount());
        } catch (UnsupportedOperationException e) {
            return Math.max(0, statement.getUpdateCount());
        }
    }

    /** The key that the last inserted row was given: the column that the database counts up, or the only one. */
    static @Nullable Object key(Values values, Prepared prepared) throws SQLException {
        try (ResultSet keys = prepared.statement.getGeneratedKeys()) {
            if (keys == null || keys.isClosed()) {
                return null; // HSQLDB's driver gives that of the run before, where the table has no keys
            }
            ResultSetMetaData metadata = keys.getMetaData();
            Columns columns = Columns.of(values, metadata, prepared.keyColumns);
            if (columns != prepared.keyColumns) {
                prepared.keyColumns = columns;
                prepared.keyColumn = keyColumn(metadata);
            }
            Object key = null;
            boolean more = prepared.keyColumn > 0 && keys.next();
            while (more) {
                key = columns.value(keys, prepared.keyColumn);
                more = !values.onlyFirstKey() && keys.next();
            }
            return key == null ? null : values.key(key);
        }
    }

    /** 0 if there is none. Some drivers ask the database for it. */
    private static int keyColumn(ResultSetMetaData metadata) throws SQLException {
        int column = metadata.getColumnCount() == 1 ? 1 : 0;
        for (int i = metadata.getColumnCount(); i > 0; i--) {
            column = metadata.isAutoIncrement(i) ? i : column;
        }
        return column;
    }

    /**
     * Runs the statement for each set of values; a driver that does not count its rows counts as none. A statement that fails
     * has sets left, and is not to be used again.
     */
    static long batch(PreparedStatement statement, List<@Nullable Object[]> batch, Values values) throws SQLException {
        long affected = 0;
        for (int i = 0; i < batch.size(); i++) {
            values.bind(statement, batch.get(i));
            statement.addBatch();
            if ((i + 1) % CHUNK == 0 || i + 1 == batch.size()) {
                for (int count : statement.executeBatch()) {
                    affected += Math.max(0, count);
                }
            }
        }
        return affected;
    }

    /** The same, one by one. */
    static long each(PreparedStatement statement, List<@Nullable Object[]> batch, Values values) throws SQLException {
        long affected = 0;
        for (@Nullable Object[] each : batch) {
            values.bind(statement, each);
            statement.execute();
            affected += affected(statement);
        }
        return affected;
    }
}
