package io.databased.sqlite;

import io.databased.jdbc.owner.OwnedConnection.Rows;
import io.databased.spi.BackendException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An open result, and the statement that only it uses. */
final class SqliteRows implements Rows {
    private final SqliteStatement statement;
    private final List<String> columns;
    private boolean open = true;

    SqliteRows(SqliteStatement statement) {
        this.statement = statement;
        this.columns = statement.columns();
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public List<@Nullable Object[]> next(int count) throws BackendException {
        if (!open) {
            return List.of();
        }
        try {
            return statement.next(count);
        } catch (SQLException e) {
            close();
            throw SqliteErrors.running(e);
        }
    }

    @Override
    public void close() {
        open = false;
        SqliteStatements.close(statement);
    }
}
