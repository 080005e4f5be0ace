package io.databased.sqlite;

import io.databased.spi.BackendException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rowid of the last inserted row. */
final class InsertedKey {
    private static final @Nullable Object[] NO_VALUES = {};

    private final SqliteStatements statements;

    InsertedKey(SqliteStatements statements) {
        this.statements = statements;
    }

    @Nullable
    Object read() throws SQLException, BackendException {
        List<@Nullable Object[]> rows =
                statements.get("SELECT last_insert_rowid()").fetch(NO_VALUES, 1);
        return rows.get(0)[0];
    }
}
