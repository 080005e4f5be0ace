package io.databased.sqlite;

import io.databased.jdbc.product.RefusedException;
import io.databased.jdbc.product.SqliteStorage;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.SqlStates;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Values on their way to a statement. */
final class SqliteValues {
    private SqliteValues() {}

    /** As {@link SqliteStorage#encode}. */
    static @Nullable Object[] encode(@Nullable Object[] values, SqliteStatement statement)
            throws BackendException, SQLException {
        try {
            return SqliteStorage.encode(values, parameter -> statement.place(parameter, values.length));
        } catch (RefusedException e) {
            throw new BackendException(
                    String.valueOf(e.getMessage()), SqlStates.kind(e.getSQLState()), Effect.STATEMENT, null);
        }
    }
}
