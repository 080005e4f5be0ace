package io.databased.vertx;

import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.RowCursor;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.PreparedStatement;
import io.vertx.sqlclient.internal.RowDesc;
import io.vertx.sqlclient.internal.TupleInternal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A result that stays with the server and is fetched in windows. The first one is fetched to learn the columns. What it
 * sends are flights of the stream's command, one at a time, so the command can be interrupted while one is under way.
 */
final class WireCursor implements RowCursor {
    private static final int FIRST = 256;

    private final WireConnection connection;
    private final Command command;
    private final ColumnReaders readers;
    private final String id = UUID.randomUUID().toString();

    // Written on the event loop before the cursor, or a window of it, is handed out.
    private Tuple values = Tuple.tuple();
    private @Nullable PreparedStatement statement;
    private List<String> columns = List.of();
    private @Nullable List<@Nullable Object[]> first;
    private volatile boolean more;
    private boolean closed;

    WireCursor(WireConnection connection, Command command, ColumnReaders readers) {
        this.connection = connection;
        this.command = command;
        this.readers = readers;
    }

    void open(CompletableFuture<RowCursor> opened) {
        try {
            values = connection.bind(command.values());
        } catch (BackendException unbindable) {
            opened.completeExceptionally(unbindable);
            return;
        }
        Exchange preparing = Messages.prepare(connection.text(command));
        send(preparing, opened, landed -> {
            PreparedStatement prepared = (PreparedStatement) Objects.requireNonNull(preparing.result());
            statement = prepared;
            if (landed.interrupted()) {
                fail(opened, FlightFailures.stopped());
                return;
            }
            try {
                values = (Tuple) prepared.prepare((TupleInternal) values);
            } catch (Exception unfit) { // a value that the type of its parameter does not take
                fail(opened, connection.refused(unfit, Effect.STATEMENT, command));
                return;
            }
            openCursor(opened);
        });
    }

    private void openCursor(CompletableFuture<RowCursor> opened) {
        CompletableFuture<List<@Nullable Object[]>> window = new CompletableFuture<>();
        fetch(FIRST, false, window);
        window.whenComplete((rows, failure) -> {
            first = rows;
            if (failure == null) {
                opened.complete(this);
            } else { // it may be open for all that
                fail(opened, failure);
            }
        });
    }

    private void fail(CompletableFuture<RowCursor> opened, Throwable why) {
        close().whenComplete((done, failure) -> opened.completeExceptionally(why));
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
        if (!more) {
            return CompletableFuture.completedFuture(List.of());
        }
        CompletableFuture<List<@Nullable Object[]>> next = new CompletableFuture<>();
        fetch(count, true, next);
        return next;
    }

    private void fetch(int count, boolean begun, CompletableFuture<List<@Nullable Object[]>> window) {
        PreparedStatement prepared = Objects.requireNonNull(statement);
        Exchange fetching = Messages.window(prepared, values, count, id, begun);
        send(fetching, window, landed -> {
            more = Boolean.TRUE.equals(fetching.result());
            RowDesc described = fetching.description();
            try {
                List<@Nullable Object[]> rows = fetching.readRows();
                if (described != null) {
                    columns = readers.read(described, rows);
                }
                window.complete(rows);
            } catch (BackendException | RuntimeException | Error unreadable) { // or who waits would never be told
                window.completeExceptionally(unreadable);
            }
        });
    }

    /** Fails the stage as a command would fail. */
    private void send(Exchange message, CompletableFuture<?> stage, Consumer<Flight> next) {
        Flight flight = new Flight(command, landed -> {
            connection.landed(landed, command);
            if (message.failure() == null) {
                next.accept(landed);
            } else {
                stage.completeExceptionally(connection.failure(landed, command, message));
            }
        });
        flight.add(message);
        connection.wire().send(flight);
    }

    @Override
    public CompletionStage<Void> close() {
        CompletableFuture<Void> over = new CompletableFuture<>();
        PreparedStatement prepared = statement;
        if (closed || prepared == null) {
            over.complete(null);
            return over;
        }
        closed = true;
        Flight flight = new Flight(null, landed -> {
            Exchange failed = landed.failed();
            if (failed == null) {
                over.complete(null);
            } else {
                over.completeExceptionally(connection.failure(landed, command, failed));
            }
        });
        flight.add(Messages.closeCursor(id, prepared));
        flight.add(Messages.closeStatement(prepared));
        connection.wire().send(flight);
        return over;
    }
}
