package io.databased.sqlite;

import io.databased.jdbc.product.SqlitePlaces;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * A prepared statement, below JDBC: through the driver's core a row costs one lock and a column one or two native calls,
 * through its {@link java.sql.ResultSet} several.
 */
final class SqliteStatement {
    /** What the JDK puts in place of bytes that are no text. */
    private static final char REPLACEMENT = '\uFFFD';

    private final DB db;
    private final CoreStatement statement;
    private final boolean changes;
    private final boolean utf8;
    private final SQLiteConnection connection;
    private final String sql;
    private @Nullable SqlitePlaces places;
    private long placesFor;
    private @Nullable SqliteStatement version;
    private List<String> columns = List.of();
    private boolean atRow;

    /**
     * @param changes whether it inserts, updates or deletes rows
     * @param utf8 whether the database keeps text as UTF-8
     */
    SqliteStatement(SQLiteConnection connection, String sql, boolean changes, boolean utf8) throws SQLException {
        this.connection = connection;
        this.sql = sql;
        this.db = connection.getDatabase();
        this.statement = (CoreStatement) connection.prepareStatement(sql);
        this.changes = changes;
        this.utf8 = utf8;
    }

    /** The names of the columns, once it was started. */
    List<String> columns() {
        return columns;
    }

    /** Where a parameter stands, from 1, of so many. */
    SqlitePlaces.Place place(int parameter, int parameters) throws SQLException {
        long known = schemaVersion();
        SqlitePlaces current = places;
        if (current == null || known != placesFor) {
            refreshSchema();
            current = new SqlitePlaces(this::ask, sql, parameters);
            places = current;
            placesFor = known;
        }
        return current.of(parameter);
    }

    /** Another program may change the schema; SQLite looks at this number when a statement runs, but not for EXPLAIN. */
    private long schemaVersion() throws SQLException {
        if (version == null || version.isClosed()) {
            version = new SqliteStatement(connection, "PRAGMA schema_version", false, true);
        }
        return version.fetch(new @Nullable Object[0], 1).get(0)[0] instanceof Long number ? number : 0;
    }

    /** A statement that reads a table looks whether the schema is still the one that the connection knows. */
    private void refreshSchema() throws SQLException {
        ask("SELECT 1 FROM sqlite_schema LIMIT 1", new @Nullable Object[0]);
    }

    private List<@Nullable Object[]> ask(String question, @Nullable Object[] values) throws SQLException {
        SqliteStatement asking = new SqliteStatement(connection, question, false, false);
        try {
            return asking.fetch(values, Long.MAX_VALUE);
        } finally {
            asking.close();
        }
    }

    /** Whether it neither changes rows nor reads them: it may define objects or set something. */
    boolean defines() {
        return columns.isEmpty() && !changes;
    }

    /** Runs to the end and gives the number of rows inserted, updated or deleted. */
    long execute(@Nullable Object[] values) throws SQLException {
        if (start(values)) {
            statement.pointer.safeRunConsume(SqliteStatement::exhaust);
        }
        return changes ? db.changes() : 0; // else it is that of the statement before
    }

    /** Runs until so many rows are read. */
    List<@Nullable Object[]> fetch(@Nullable Object[] values, long maxRows) throws SQLException {
        if (!start(values)) {
            return new ArrayList<>();
        }
        try {
            return next(maxRows);
        } finally {
            reset();
        }
    }

    /** Binds and steps to the first row; false, and reset, if there is none. */
    boolean start(@Nullable Object[] values) throws SQLException {
        boolean started = false;
        try {
            atRow = db.execute(statement, values);
            started = true;
            // Only now: SQLite finds out with the first step that the schema has changed, and compiles once more.
            if (statement.pointer.safeRunInt(DB::column_count) != columns.size()) {
                columns = List.of(statement.pointer.safeRun(DB::column_names));
            }
            return atRow;
        } finally {
            if (!started && !statement.pointer.isClosed()) {
                reset();
            }
        }
    }

    /** At most so many rows of a started statement; none at the end. */
    List<@Nullable Object[]> next(long count) throws SQLException {
        return statement.pointer.safeRun((open, pointer) -> {
            List<@Nullable Object[]> rows = new ArrayList<>();
            while (atRow && rows.size() < count) {
                rows.add(row(open, pointer));
                atRow = step(open, pointer);
            }
            return rows;
        });
    }

    /** By the driver, on most failures. */
    boolean isClosed() {
        return statement.pointer.isClosed();
    }

    void reset() throws SQLException {
        statement.pointer.safeRunConsume(DB::reset);
    }

    void close() throws SQLException {
        if (version != null) {
            version.close();
        }
        statement.pointer.close();
    }

    private @Nullable Object[] row(DB open, long pointer) throws SQLException {
        @Nullable Object[] row = new @Nullable Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = switch (open.column_type(pointer, i)) {
                case Codes.SQLITE_INTEGER -> open.column_long(pointer, i);
                case Codes.SQLITE_FLOAT -> open.column_double(pointer, i);
                case Codes.SQLITE_TEXT -> text(open, pointer, i);
                case Codes.SQLITE_BLOB -> blob(open.column_blob(pointer, i));
                default -> null;
            };
        }
        return row;
    }

    /** The bytes of a text, decoded by the JDK, cost a third less than the driver's own reading of it. */
    private String text(DB open, long pointer, int column) throws SQLException {
        if (!utf8) {
            return open.column_text(pointer, column);
        }
        byte[] bytes = blob(open.column_blob(pointer, column));
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0 && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new UnreadableTextException(columns.get(column));
        }
        return text;
    }

    /** SQLite gives no pointer for a blob without bytes, of which the driver makes null. */
    private static byte[] blob(byte @Nullable [] bytes) {
        return bytes == null ? new byte[0] : bytes;
    }

    private static void exhaust(DB open, long pointer) throws SQLException {
        try {
            while (step(open, pointer)) {
                // All rows are changed by the first step; the others only return them.
            }
        } finally {
            open.reset(pointer);
        }
    }

    private static boolean step(DB open, long pointer) throws SQLException {
        int code = open.step(pointer);
        if (code == Codes.SQLITE_ROW) {
            return true;
        }
        if (code != Codes.SQLITE_DONE) {
            open.throwex(code);
        }
        return false;
    }
}
