package io.databased.jdbc;

import io.databased.jdbc.owner.OwnedConnection.Rows;
import io.databased.jdbc.product.Errors;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are computed as they are read, by functions that may end the transaction. */
record MarkedRows(Rows rows, MarkedTransaction transaction, Command command, Errors errors) implements Rows {
    @Override
    public List<String> columns() {
        return rows.columns();
    }

    @Override
    public List<@Nullable Object[]> next(int count) throws BackendException {
        try {
            return transaction.run(command, () -> rows.next(count));
        } catch (SQLException e) {
            throw errors.statement(e);
        }
    }

    @Override
    public void close() throws BackendException {
        rows.close();
    }
}
