package io.databased.jdbc;

import io.databased.jdbc.StatementCache.Prepared;
import io.databased.jdbc.product.RefusedException;
import io.databased.jdbc.product.Values;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a statement gave. */
final class Results {
    /** "Invalid cursor state". */
    private static final String CLOSED = "24501";

    /** Some drivers never say that there is nothing more. */
    private static final int MOST_COUNTS = 1_000;

    private Results() {}

    static Reply fetch(Values values, Prepared prepared, ResultSet result, long maxRows) throws SQLException {
        Columns columns = Columns.of(values, result.getMetaData(), prepared.columns);
        prepared.columns = columns;
        List<@Nullable Object[]> rows = new ArrayList<>();
        while (rows.size() < maxRows && columns.next(result)) {
            rows.add(columns.row(result));
        }
        return new Reply(columns.names(), rows, 0, null);
    }

    /** Goes to the next result with rows; returns whether there is one. */
    static boolean moreRows(Statement statement) throws SQLException {
        for (int counts = 0; counts < MOST_COUNTS; counts++) {
            if (statement.getMoreResults()) {
                return true;
            }
            if (statement.getUpdateCount() < 0) {
                return false;
            }
        }
        return false;
    }

    private static void skip(ResultSet result) throws SQLException {
        boolean row = result.next();
        while (row) {
            row = result.next();
        }
    }

    /** @throws RefusedException if there are rows of another result */
    static void requireNoMore(Statement statement) throws SQLException {
        boolean more = false;
        while (moreRows(statement)) { // what is streamed keeps the connection until its end
            more = true;
            skip(statement.getResultSet());
        }
        if (more) {
            throw new RefusedException(
                    "the procedure gave several results, and rows of one are asked for; have it give one, or"
                            + " call it by execute(…) if its rows are not wanted");
        }
    }

    /** Of a statement that changes rows and returns them, the rows are those changed. */
    static long count(Command command, ResultSet result) throws SQLException {
        long rows = 0;
        while (command.changesRows() && result.next()) {
            rows++;
        }
        return rows;
    }

    /** As {@link #count}; of an INSERT, the first column of the last row is the key. */
    static Reply returned(Command command, ResultSet result, Values values) throws SQLException {
        if (!command.inserts()) {
            return new Reply(List.of(), List.of(), count(command, result), null);
        }
        Columns columns = Columns.of(values, result.getMetaData(), null);
        long rows = 0;
        Object key = null;
        while (result.next()) {
            rows++;
            key = columns.value(result, 1);
        }
        return new Reply(List.of(), List.of(), rows, key);
    }

    static long affected(Statement statement) throws SQLException {
        try {
            return Math.max(0, statement.getLargeUpdateCount());
        } catch (UnsupportedOperationException | SQLFeatureNotSupportedException e) {
            return Math.max(0, statement.getUpdateCount());
        }
    }

    /** The key that the last inserted row was given: the column that the database counts up, or the only one. */
    static @Nullable Object key(Values values, Prepared prepared, Command command) throws SQLException {
        try (ResultSet keys = prepared.statement.getGeneratedKeys()) {
            ResultSetMetaData metadata = metadata(keys);
            if (metadata == null) {
                return null;
            }
            Columns columns = Columns.of(values, metadata, prepared.keyColumns);
            if (columns != prepared.keyColumns) {
                prepared.keyColumns = columns;
                prepared.keyColumn = keyColumn(metadata, values);
            }
            Object key = null;
            boolean more = prepared.keyColumn > 0 && keys.next();
            while (more) {
                key = columns.value(keys, prepared.keyColumn);
                more = !values.onlyFirstKey() && keys.next();
            }
            return key == null ? null : values.key(key, command);
        }
    }

    /** Null if there are no keys: HSQLDB's driver gives those of the run before, which are closed. */
    private static @Nullable ResultSetMetaData metadata(@Nullable ResultSet keys) throws SQLException {
        try {
            return keys == null || keys.isClosed() ? null : keys.getMetaData();
        } catch (SQLException e) {
            if (CLOSED.equals(e.getSQLState())) {
                return null;
            }
            throw e;
        }
    }

    /** 0 if there is none. Some drivers ask the database for it. */
    private static int keyColumn(ResultSetMetaData metadata, Values values) throws SQLException {
        int column = metadata.getColumnCount() == 1 && values.mayBeKey(metadata.getColumnType(1)) ? 1 : 0;
        for (int i = metadata.getColumnCount(); i > 0; i--) {
            column = metadata.isAutoIncrement(i) ? i : column;
        }
        return column;
    }
}
