package io.databased.jdbc;

import io.databased.jdbc.owner.OwnedConnection.Rows;
import io.databased.jdbc.product.Errors;
import io.databased.jdbc.product.Product;
import io.databased.jdbc.product.Streaming;
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
    private final Streaming streaming;
    private final Errors errors;
    private boolean ended;
    private boolean closed;

    /** @param statement has been executed */
    JdbcRows(Statement statement, Streaming streaming, Product product) throws SQLException {
        this.statement = statement;
        this.result = statement.getResultSet();
        this.columns = result == null ? null : Columns.of(product.values(), result.getMetaData(), null);
        this.streaming = streaming;
        this.errors = product.errors();
    }

    @Override
    public List<String> columns() {
        return columns == null ? List.of() : columns.names();
    }

    @Override
    public List<@Nullable Object[]> next(int count) throws BackendException {
        if (result == null || columns == null || closed) {
            return List.of();
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        try {
            while (rows.size() < count && !ended) {
                ended = !result.next();
                if (!ended) {
                    rows.add(columns.row(result));
                }
            }
            return rows;
        } catch (SQLException e) {
            ended = true;
            throw errors.statement(e);
        }
    }

    @Override
    public void close() throws BackendException {
        if (closed) {
            return;
        }
        closed = true;
        Closing.quietly(statement);
        try {
            streaming.end();
        } catch (SQLException e) {
            throw errors.statement(e);
        }
    }
}
