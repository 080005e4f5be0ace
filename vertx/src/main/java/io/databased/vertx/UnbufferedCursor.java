package io.databased.vertx;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.RowCursor;
import io.vertx.sqlclient.internal.RowDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A result that is read as it comes, while its statement runs. Between two windows nothing is read from the network, so the
 * server waits and little is kept here: what was read at once with the rows that were wanted. The rows that nobody wants any more
 * are read and dropped; if they do not end soon, the statement is stopped.
 *
 * <p>Reading goes on while rows are wanted, and from the moment the statement is to be stopped until it has answered: a server
 * that waits to be read from hears no signal. What is dropped then is never told as the end of the rows. Confined to the event
 * loop, but for what {@link RowCursor} says.
 */
final class UnbufferedCursor implements RowCursor {
    private static final int FIRST = 256;

    /** How long the rest of the rows may take before the statement is stopped. */
    private static final long REST_MILLIS = 10;

    private final WireConnection connection;
    private final Command command;
    private final ColumnReaders readers;
    private final IncomingRows incoming;
    private final CompletableFuture<RowCursor> opened;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private volatile ColumnReaders.Columns columns =
            ColumnReaders.Columns.NONE; // written before the cursor is handed out
    private List<@Nullable Object[]> rows = new ArrayList<>();
    private @Nullable CompletableFuture<List<@Nullable Object[]>> wanted;
    private int most = FIRST; // rows that are wanted
    private boolean open; // its columns are known
    private boolean dropping;
    private boolean closing;
    private boolean answered;
    private @Nullable BackendException failure; // behind the rows that are here

    UnbufferedCursor(
            WireConnection connection,
            Command command,
            ColumnReaders readers,
            IncomingRows incoming,
            CompletableFuture<RowCursor> opened) {
        this.connection = connection;
        this.command = command;
        this.readers = readers;
        this.incoming = incoming;
        this.opened = opened;
    }

    /** Sends the statement. */
    void open() {
        Exchange statement;
        try {
            statement = connection.statement(command);
        } catch (BackendException unbindable) {
            opened.completeExceptionally(unbindable);
            return;
        }
        statement.handOver(this);
        Flight flight = new Flight(command, landed -> landed(landed, statement));
        flight.whenInterrupted(this::drop);
        flight.add(statement);
        connection.wire().send(flight);
    }

    // ---- What comes ----

    /** The next row. */
    void add(@Nullable Object[] row) {
        if (dropping || failure != null) {
            return;
        }
        if (!open) {
            describe(incoming::columns);
        }
        if (open) {
            rows.add(row);
        }
        if (rows.size() >= most && (wanted != null || !opened.isDone())) {
            give();
        }
    }

    /** The row that comes next has a value that is none in Java. */
    void unreadable(BackendException why) {
        if (!dropping && failure == null) {
            failure = why;
        }
    }

    /** All was read that the network had. */
    void arrived() {
        if (!rows.isEmpty() || failure != null) {
            give();
        }
    }

    private void landed(Flight flight, Exchange statement) {
        if (statement.failure() != null && !flight.interrupted() && connection.mayRunAgain(flight, command)) {
            open();
            return;
        }
        connection.landed(flight, command);
        answered = true;
        incoming.resume();
        BackendException end = statement.failure() != null
                ? connection.failure(flight, command, statement)
                : flight.interrupted() || flight.leftBehind() ? FlightFailures.stopped() : null;
        if (failure == null) {
            failure = end;
        }
        if (failure == null && !open) {
            describe(() -> columnsOf(statement));
        }
        give();
        if (closing && end != null && end.kind() != Kind.CANCELLED) { // nobody was told
            closed.completeExceptionally(end);
        } else {
            closed.complete(null);
        }
    }

    /** Gives what is here to who waits for it. */
    private void give() {
        if (!opened.isDone()) {
            opened();
            return;
        }
        CompletableFuture<List<@Nullable Object[]>> window = wanted;
        if (window == null) {
            pause();
        } else if (!rows.isEmpty()) {
            wanted = null;
            pause();
            give(window);
        } else if (failure != null) {
            wanted = null;
            window.completeExceptionally(failure);
        } else if (answered) {
            wanted = null;
            window.complete(List.of());
        } else {
            incoming.resume();
        }
    }

    private void opened() {
        BackendException why = failure;
        if (open) {
            pause();
            opened.complete(this);
        } else if (why != null) {
            close().whenComplete((done, none) -> opened.completeExceptionally(why));
        }
    }

    private void give(CompletableFuture<List<@Nullable Object[]>> window) {
        List<@Nullable Object[]> given = rows;
        if (rows.size() > most) {
            given = new ArrayList<>(rows.subList(0, most));
            rows = new ArrayList<>(rows.subList(most, rows.size()));
        } else {
            rows = new ArrayList<>();
        }
        try {
            columns.read(given);
            window.complete(given);
        } catch (BackendException | RuntimeException | Error unreadable) { // or who waits would never be told
            window.completeExceptionally(unreadable);
        }
    }

    /** Where its columns are told. */
    private interface Description {
        ColumnReaders.Columns columns() throws BackendException;
    }

    private void describe(Description told) {
        try {
            columns = told.columns();
            open = true;
        } catch (BackendException unreadable) {
            failure = unreadable;
        }
    }

    private ColumnReaders.Columns columnsOf(Exchange ended) throws BackendException {
        RowDesc told = ended.description();
        return told == null ? ColumnReaders.Columns.NONE : readers.columns(told.columnDescriptor());
    }

    private void pause() {
        if (!answered && !dropping) {
            incoming.pause();
        }
    }

    /** The rest is read, and nobody wants it. */
    private void drop() {
        if (!answered) {
            dropping = true;
            rows.clear();
            incoming.resume();
        }
    }

    // ---- As a cursor ----

    @Override
    public List<String> columns() {
        return columns.names();
    }

    @Override
    public CompletionStage<List<@Nullable Object[]>> next(int count) {
        CompletableFuture<List<@Nullable Object[]>> window = new CompletableFuture<>();
        connection.run(() -> {
            wanted = window;
            most = count;
            give();
        });
        return window;
    }

    @Override
    public CompletionStage<Void> close() {
        connection.run(() -> {
            if (!closing && !answered) {
                closing = true;
                drop();
                connection.wire().interruptAfter(REST_MILLIS, command);
            }
        });
        return closed.minimalCompletionStage();
    }
}
