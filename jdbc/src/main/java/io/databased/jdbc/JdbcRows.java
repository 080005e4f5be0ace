package io.databased.jdbc;

import io.databased.jdbc.owner.OwnedConnection.Rows;
import io.databased.jdbc.product.Errors;
import io.databased.jdbc.product.Product;
import io.databased.jdbc.product.Streaming;
import io.databased.jdbc.product.Values;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A result that is read row by row, and the statement that only it uses. */
final class JdbcRows implements Rows {
    private final Streaming streaming;
    private final Values values;
    private final Errors errors;
    private @Nullable PreparedStatement statement;
    private @Nullable ResultSet result;
    private @Nullable Columns columns;
    private boolean mayGiveMore;
    private boolean ended;
    private boolean closed;

    JdbcRows(Streaming streaming, Product product) {
        this.streaming = streaming;
        this.values = product.values();
        this.errors = product.errors();
    }

    /** {@link #execute} follows; whichever of the two fails, {@link #release} follows then. */
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement prepared = streaming.prepare(sql);
        statement = prepared;
        return prepared;
    }

    /** @param calls whether it may be a procedure, which may give counts and other results, too */
    void execute(PreparedStatement prepared, boolean calls) throws SQLException {
        mayGiveMore = calls;
        boolean rows = prepared.execute() || (calls && Results.moreRows(prepared));
        ResultSet open = rows ? prepared.getResultSet() : null;
        result = open;
        columns = open == null ? null : Columns.of(values, open.getMetaData(), null);
    }

    @Override
    public List<String> columns() {
        return columns == null ? List.of() : columns.names();
    }

    @Override
    public List<@Nullable Object[]> next(int count) throws BackendException {
        ResultSet open = result;
        Columns read = columns;
        if (open == null || read == null || closed) {
            return List.of();
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        try {
            while (rows.size() < count && !ended) {
                ended = !read.next(open);
                if (!ended) {
                    rows.add(read.row(open));
                } else if (mayGiveMore) {
                    Results.requireNoMore(Objects.requireNonNull(statement));
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
        try {
            release();
        } catch (SQLException e) {
            throw errors.failure(e, Effect.CONNECTION_LOST);
        }
    }

    /** If this fails, a cursor or a setting may be left on the connection: nobody else is to have it. */
    void release() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        if (statement != null) {
            close(statement);
        }
        streaming.end();
    }

    /** Some drivers tell the failure of a statement once more when it is closed. */
    private static void close(Statement statement) throws SQLException {
        try {
            statement.close();
        } catch (SQLException | RuntimeException | Error e) {
            if (!statement.isClosed()) {
                throw e;
            }
        }
    }
}
