package io.databased.jdbc;

import io.databased.jdbc.owner.OwnedConnection.Rows;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a statement that may end the transaction: by functions, while they are read, or as a procedure does. Where to look costs
 * something, or the driver runs nothing else while rows are open, it is looked behind the last of them.
 */
final class MarkedRows implements Rows {
    private final Rows rows;
    private final MarkedTransaction transaction;
    private final Command command;
    private boolean over;

    MarkedRows(Rows rows, MarkedTransaction transaction, Command command) {
        this.rows = rows;
        this.transaction = transaction;
        this.command = command;
    }

    @Override
    public List<String> columns() {
        return rows.columns();
    }

    @Override
    public List<@Nullable Object[]> next(int count) throws BackendException {
        if (over) {
            return List.of();
        }
        over = true; // if it fails
        List<@Nullable Object[]> window = transaction.attempt(command, () -> rows.next(count), rows::close);
        boolean last = window.size() < count;
        if (last) {
            rows.close();
        }
        if (last || transaction.isFree()) {
            transaction.requireStanding(command, rows::close);
        }
        over = last;
        return window;
    }

    @Override
    public void close() throws BackendException {
        rows.close();
        if (!over) {
            over = true;
            transaction.requireStanding(command, rows::close);
        }
    }
}
