package io.databased.jdbc;

import io.databased.jdbc.owner.OwnedConnection.Rows;
import io.databased.jdbc.product.Traces;
import io.databased.spi.BackendException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a statement that may leave something on the connection, as is known behind the last of them. */
final class TracedRows implements Rows {
    private final Rows rows;
    private final Traces traces;
    private @Nullable BackendException failure;
    private boolean told;

    TracedRows(Rows rows, Traces traces) {
        this.rows = rows;
        this.traces = traces;
    }

    @Override
    public List<String> columns() {
        return rows.columns();
    }

    @Override
    public List<@Nullable Object[]> next(int count) throws BackendException {
        try {
            List<@Nullable Object[]> window = rows.next(count);
            if (window.size() < count && !told) {
                told = true;
                traces.answered();
            }
            return window;
        } catch (BackendException e) {
            failure = e;
            throw e;
        }
    }

    /** What a driver asks then, may hide what the statement has left, and be taken for it. */
    @Override
    public void close() throws BackendException {
        rows.close();
        if (told) {
            return;
        }
        told = true;
        BackendException why = failure;
        if (why == null) {
            traces.answered();
        } else {
            Integer code = why.vendorCode();
            traces.failed(why.sqlState(), code == null ? 0 : code);
        }
    }
}
