package io.databased.sqlite;

import io.databased.spi.BackendException;
import io.databased.spi.Command;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The prepared statements of one connection; those used longest ago are closed first. The driver closes those that
 * fail, mostly; such a one is prepared anew. All are when a connection of this database has changed the schema: SQLite would do
 * that by itself, but under the column names that we keep.
 */
final class SqliteStatements {
    private static final int CAPACITY = 256;
    private static final @Nullable Object[] NO_VALUES = {};

    private final SQLiteConnection connection;
    private final AtomicLong schemaVersion;
    private final Map<String, SqliteStatement> statements = new LinkedHashMap<>(16, 0.75f, true);
    private long preparedFor;
    private @Nullable Boolean utf8;

    /** @param schemaVersion counts the changes of the schema; shared by all connections of the database */
    SqliteStatements(SQLiteConnection connection, AtomicLong schemaVersion) {
        this.connection = connection;
        this.schemaVersion = schemaVersion;
        this.preparedFor = schemaVersion.get();
    }

    /** A statement of ours that changes no rows. */
    SqliteStatement get(String sql) throws BackendException {
        return get(sql, false);
    }

    SqliteStatement get(Command command) throws BackendException {
        return get(command.sql(), command.changesRows());
    }

    private SqliteStatement get(String sql, boolean changes) throws BackendException {
        long version = schemaVersion.get();
        if (version != preparedFor) {
            preparedFor = version;
            clear();
        }
        SqliteStatement cached = statements.get(sql);
        if (cached == null || cached.isClosed()) {
            cached = prepare(sql, changes);
            statements.put(sql, cached);
            evict();
        }
        return cached;
    }

    /** A statement of ours that is not shared. */
    SqliteStatement prepare(String sql) throws BackendException {
        return prepare(sql, false);
    }

    /** A statement that is not shared. */
    SqliteStatement prepare(String sql, boolean changes) throws BackendException {
        try {
            return new SqliteStatement(connection, sql, changes, isUtf8());
        } catch (SQLException e) {
            throw SqliteErrors.preparing(e);
        }
    }

    /** Asked once more after a change of the schema: the encoding can be chosen until there is one. */
    private boolean isUtf8() throws SQLException {
        if (utf8 == null) {
            SqliteStatement encoding = new SqliteStatement(connection, "PRAGMA encoding", false, false);
            utf8 = "UTF-8".equals(encoding.fetch(NO_VALUES, 1).get(0)[0]);
            encoding.close();
        }
        return utf8;
    }

    void schemaChanged() {
        schemaVersion.incrementAndGet();
    }

    void clear() {
        for (SqliteStatement statement : statements.values()) {
            close(statement);
        }
        statements.clear();
        utf8 = null;
    }

    private void evict() {
        if (statements.size() > CAPACITY) {
            Iterator<SqliteStatement> eldest = statements.values().iterator();
            SqliteStatement evicted = eldest.next();
            eldest.remove();
            close(evicted);
        }
    }

    static void close(SqliteStatement statement) {
        try {
            statement.close();
        } catch (SQLException e) {
            // SQLite repeats here the failure of the last run; the statement is closed all the same.
        }
    }
}
