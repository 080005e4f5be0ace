package io.databased.sqlite;

import io.databased.spi.BackendException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/** A new connection that only tells its settings. */
final class SqliteReference implements AutoCloseable {
    private static final @Nullable Object[] NO_VALUES = {};

    private final SQLiteConnection connection;
    private final SqliteStatements statements;

    SqliteReference(SQLiteConnection connection) {
        this.connection = connection;
        this.statements = new SqliteStatements(connection, new AtomicLong());
    }

    List<@Nullable Object[]> read(String sql) throws BackendException {
        try {
            return statements.get(sql).fetch(NO_VALUES, 1);
        } catch (SQLException e) {
            throw SqliteErrors.running(e);
        }
    }

    @Override
    public void close() throws BackendException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw SqliteErrors.running(e);
        }
    }
}
