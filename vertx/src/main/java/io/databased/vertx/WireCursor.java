package io.databased.vertx;

import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.RowCursor;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.desc.ColumnDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A result that stays with the server and is fetched in windows. The first one is fetched to learn the columns. */
final class WireCursor implements RowCursor {
    private static final int FIRST = 256;

    private final WireConnection connection;
    private final SqlConnection driver;
    private final ColumnReaders readers;
    private @Nullable PreparedStatement statement;
    private @Nullable Cursor cursor;
    private List<String> columns = List.of();
    private @Nullable List<@Nullable Object[]> first;
    private boolean closed;

    WireCursor(WireConnection connection, SqlConnection driver, ColumnReaders readers) {
        this.connection = connection;
        this.driver = driver;
        this.readers = readers;
    }

    void open(Command command, CompletableFuture<RowCursor> opened) {
        Tuple values;
        try {
            values = connection.bind(command.values());
        } catch (BackendException unbindable) {
            opened.completeExceptionally(unbindable);
            return;
        }
        driver.prepare(command.sql())
                .compose(prepared -> {
                    statement = prepared;
                    cursor = prepared.cursor(values);
                    return cursor.read(FIRST);
                })
                .onComplete(rows -> {
                    if (rows.failed()) {
                        opened.completeExceptionally(connection.cursorFailure(rows.cause()));
                        return;
                    }
                    columns = rows.result().columnsNames() == null
                            ? List.of()
                            : rows.result().columnsNames();
                    try {
                        first = read(rows.result());
                        opened.complete(this);
                    } catch (BackendException unreadable) {
                        close().whenComplete((done, failure) -> opened.completeExceptionally(unreadable));
                    }
                });
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public CompletionStage<List<@Nullable Object[]>> next(int count) {
        List<@Nullable Object[]> ready = first;
        if (ready != null) {
            first = null;
            return CompletableFuture.completedFuture(ready);
        }
        Cursor open = Objects.requireNonNull(cursor);
        if (!open.hasMore()) {
            return CompletableFuture.completedFuture(List.of());
        }
        CompletableFuture<List<@Nullable Object[]>> next = new CompletableFuture<>();
        open.read(count).onComplete(rows -> {
            if (rows.failed()) {
                next.completeExceptionally(connection.cursorFailure(rows.cause()));
                return;
            }
            try {
                next.complete(read(rows.result()));
            } catch (BackendException unreadable) {
                next.completeExceptionally(unreadable);
            }
        });
        return next;
    }

    private List<@Nullable Object[]> read(RowSet<Row> window) throws BackendException {
        List<@Nullable Object[]> rows = new ArrayList<>(window.size());
        for (Row row : window) {
            @Nullable Object[] values = new @Nullable Object[row.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.getValue(i);
            }
            rows.add(values);
        }
        List<ColumnDescriptor> described = window.columnDescriptors();
        if (described != null) {
            readers.read(described, rows);
        }
        return rows;
    }

    @Override
    public CompletionStage<Void> close() {
        CompletableFuture<Void> over = new CompletableFuture<>();
        if (closed || statement == null) {
            over.complete(null);
            return over;
        }
        closed = true;
        PreparedStatement prepared = statement;
        Cursor open = Objects.requireNonNull(cursor);
        open.close().eventually(prepared::close).onComplete(done -> {
            if (done.succeeded()) {
                over.complete(null);
            } else {
                over.completeExceptionally(connection.cursorFailure(done.cause()));
            }
        });
        return over;
    }
}
