package io.databased.jdbc;

import io.databased.jdbc.owner.OwnedConnection.Rows;
import io.databased.spi.BackendException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An open result and the statement that only it uses. */
final class JdbcRows implements Rows {
    private final Statement statement;
    private final @Nullable ResultSet result;
    private final @Nullable Columns columns;
    private final JdbcErrors errors;
    private boolean ended;

    JdbcRows(Statement statement, @Nullable ResultSet result, JdbcErrors errors) throws SQLException {
        this.statement = statement;
        this.result = result;
        this.columns = result == null ? null : Columns.of(result.getMetaData(), null);
        this.errors = errors;
    }

    @Override
    public List<String> columns() {
        return columns == null ? List.of() : columns.names();
    }

    @Override
    public List<@Nullable Object[]> next(int count) throws BackendException {
        if (result == null || columns == null || ended) {
            return List.of();
        }
        List<@Nullable Object[]> rows = new ArrayList<>(Math.min(count, 1024));
        try {
            while (rows.size() < count && !ended) {
                if (result.next()) {
                    rows.add(columns.row(result));
                } else {
                    ended = true;
                }
            }
        } catch (SQLException e) {
            ended = true;
            throw errors.statement(e);
        }
        return rows;
    }

    @Override
    public void close() {
        ended = true;
        Closing.quietly(statement);
    }
}
