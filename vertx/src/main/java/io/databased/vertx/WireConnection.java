package io.databased.vertx;

import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Reply;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import io.databased.vertx.Exchange.Part;
import io.vertx.core.internal.ContextInternal;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.RowDesc;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A physical connection over one of the driver: builds flights of commands, and makes replies and failures of what comes
 * back. The subclass knows the database: its values, its errors, its signal to stop.
 */
public abstract class WireConnection implements SessionBackend, Wire.Stopping {
    private final Loop loop;
    private final Link link;
    private final Wire wire;
    private final ColumnReaders readers;
    private final FlightFailures failures;
    private final CompletableFuture<Throwable> lost = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final Closing closing;
    private volatile Object edition = new Object(); // of the texts of statements

    /** Takes over the driver's connection, on its event loop. */
    protected WireConnection(ContextInternal context, SqlConnection driver, ColumnReaders readers) {
        this(new ContextLoop(context), new DriverLink(driver), readers);
    }

    /** Takes over a link, on its event loop. */
    @SuppressWarnings("this-escape") // nothing is called before the connection is in use
    WireConnection(Loop loop, Link link, ColumnReaders readers) {
        this.loop = loop;
        this.link = link;
        this.readers = readers;
        this.failures = new FlightFailures(this);
        this.wire = new Wire(loop, link, this, this::condemn);
        this.closing = new Closing(loop, link, wire, this);
        link.onFailed(this::failed);
        link.onClosed(this::closed);
    }

    /** The driver tells nobody else. */
    private void failed(Throwable why) {
        failures.end(why);
        wire.failNext(why);
    }

    // ---- What the database is asked ----

    /** The message for a statement. */
    protected abstract Exchange statement(Command command) throws BackendException;

    /** Adds a step of transaction control. */
    protected void addControl(Flight flight, Control control) {
        flight.add(Messages.text(Part.PRELUDE, control.sql()));
    }

    /**
     * Whether the statement is sent only when the prelude has been answered: because the database would run the one without
     * the other, and there is reason to think that the other may fail.
     */
    protected boolean waitsForPrelude(Command command) {
        return false;
    }

    /** Adds what the backend itself wants to know, behind the command's own messages. */
    protected void addProbes(Flight flight, Command command) {}

    /** Looks at what came back before the command is answered; on the event loop. */
    protected void landed(Flight flight, Command command) {}

    /**
     * Whether the command is to be run again, its failure being one that has done nothing and is settled by now; asked once for
     * each command, on the event loop. In a transaction it is sent again ahead of all that has not left, once what has is answered.
     */
    protected boolean mayRunAgain(Flight flight, Command command) {
        return false;
    }

    /** The texts of statements that were not sent yet are not what they should be by now; on the event loop. */
    protected final void outdateTexts() {
        edition = new Object();
    }

    /** The number of affected rows, the driver's being trusted only where it makes sense. */
    protected abstract long affectedRows(Command command, Exchange statement);

    /** The generated key, if the answer has one. */
    protected @Nullable Object key(Command command, Exchange statement) throws BackendException {
        return null;
    }

    /** What an INSERT gives by its RETURNING: the first column of the last row. */
    protected final @Nullable Object returnedKey(Command command, Exchange statement) throws BackendException {
        List<@Nullable Object[]> rows = command.inserts() ? statement.rows() : List.of();
        RowDesc columns = statement.description();
        if (columns == null || rows.isEmpty() || rows.get(0).length == 0) {
            return null;
        }
        @Nullable Object[] last = rows.get(rows.size() - 1);
        readers.read(columns, List.<@Nullable Object[]>of(last));
        return last[0];
    }

    /** A refusal of the server's, as far as it is no loss of the connection. */
    protected abstract BackendException refused(Throwable failure, Effect effect);

    /** A refusal of a command, whose values its message must not tell. */
    protected BackendException refused(Throwable failure, Effect effect, Command command) {
        return refused(failure, effect);
    }

    /**
     * Whether a time limit of the server's has stopped a command.
     *
     * @param meant whether a signal to stop was given for it
     * @param exposed whether it may have met one that was given for another
     */
    protected boolean isTimeout(Throwable failure, boolean meant, boolean exposed) {
        return false;
    }

    /**
     * {@inheritDoc} Fails with a {@link NotSentException} if it never left; whatever else goes wrong, it may still arrive.
     */
    @Override
    public abstract CompletionStage<?> signalStop();

    /**
     * Has the server end what it runs for this connection, which is being closed; on the event loop. Completes when it has done
     * so; if it fails, it is asked again, for half a minute.
     */
    protected CompletionStage<?> endWhatRuns() {
        return wire.stopAll();
    }

    // ---- Commands ----

    @Override
    public CompletionStage<Reply> run(Command command) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        launch(command, reply, true, wire::send);
        return reply;
    }

    /** @param repeatable whether it may be run again, which it may be once: its failure may be one that stays */
    private void launch(Command command, CompletableFuture<Reply> reply, boolean repeatable, Consumer<Flight> way) {
        Flight flight = new Flight(command, landed -> landed(landed, command, reply, repeatable));
        Object made = edition;
        flight.remakeIf(() -> made != edition, () -> launch(command, reply, repeatable, wire::sendAgain));
        if (command.mode() == Command.Mode.CONTROL) {
            addPrelude(flight, command);
            addProbes(flight, command);
            way.accept(flight);
            return;
        }
        Exchange statement;
        try {
            statement = statement(command);
        } catch (BackendException unbindable) {
            preludeAlone(command, reply, () -> reply.completeExceptionally(unbindable));
            return;
        }
        Runnable send = () -> {
            flight.add(statement);
            addProbes(flight, command);
            way.accept(flight);
        };
        if (command.prelude().isEmpty() && definesSomething(command) && !inTransactionByOurs()) {
            flight.waitForQuiet();
        }
        if (waitsForPrelude(command)) {
            preludeAlone(command, reply, send);
        } else {
            addPrelude(flight, command);
            send.run();
        }
    }

    /**
     * Whether the statement may leave something behind if it is stopped, as CREATE INDEX CONCURRENTLY does. So it is never
     * behind another, where a signal for that one could hit it.
     */
    private static boolean definesSomething(Command command) {
        return switch (command.verb()) {
            case "CREATE", "ALTER", "DROP", "REINDEX", "CLUSTER", "REFRESH", "VACUUM", "OPTIMIZE", "REPAIR" -> true;
            default -> false;
        };
    }

    /** What is to follow relies on the prelude even if there is no statement behind it. */
    private void preludeAlone(Command command, CompletableFuture<?> reply, Runnable next) {
        if (command.prelude().isEmpty()) {
            next.run();
            return;
        }
        Flight ahead = new Flight(command, landed -> {
            landed(landed, command);
            Exchange failed = firstFailure(landed);
            if (failed != null) {
                reply.completeExceptionally(failures.of(landed, command, failed));
            } else if (landed.interrupted()) {
                reply.completeExceptionally(FlightFailures.stopped());
            } else {
                next.run();
            }
        });
        addPrelude(ahead, command);
        wire.send(ahead);
    }

    /** Adds the command's transaction control. */
    protected void addPrelude(Flight flight, Command command) {
        for (Control control : command.prelude()) {
            addControl(flight, control);
        }
    }

    private void landed(Flight flight, Command command, CompletableFuture<Reply> reply, boolean repeatable) {
        if (flight.leftBehind()) {
            reply.completeExceptionally(FlightFailures.leftBehind());
            return;
        }
        landed(flight, command);
        Exchange failed = firstFailure(flight);
        if (failed != null) {
            if (repeatable && !flight.interrupted() && mayRunAgain(flight, command)) {
                // In a transaction those behind it rely on it.
                launch(command, reply, false, inTransactionByOurs() ? wire::sendAgain : wire::send);
            } else {
                reply.completeExceptionally(failures.of(flight, command, failed));
            }
            return;
        }
        Exchange statement = flight.statement();
        try {
            reply.complete(statement == null ? Reply.NONE : reply(command, statement));
        } catch (BackendException | RuntimeException | Error unreadable) { // or who waits would never be told
            reply.completeExceptionally(unreadable);
        }
    }

    /** A probe that fails says something of the transaction, but is not what was asked for. */
    private static @Nullable Exchange firstFailure(Flight flight) {
        Exchange failed = flight.failed();
        return failed == null || failed.part() == Part.PROBE ? null : failed;
    }

    /** The reply to a statement that succeeded; on the event loop. */
    protected Reply reply(Command command, Exchange statement) throws BackendException {
        RowDesc columns = statement.description();
        if (columns == null || command.mode() != Command.Mode.FETCH) {
            return new Reply(List.of(), List.of(), affectedRows(command, statement), key(command, statement));
        }
        List<@Nullable Object[]> rows = statement.readRows();
        return new Reply(readers.read(columns, rows), rows, 0, null);
    }

    /** What went wrong with a command, and what is left. */
    protected final BackendException failure(Flight flight, Command command, Exchange failed) {
        return failures.of(flight, command, failed);
    }

    /** Whether a transaction of the core's is open here. */
    protected abstract boolean inTransactionByOurs();

    @Override
    public abstract boolean isLoss(Throwable failure);

    /** Whether what has ended the connection says that nothing that is unanswered has come to the server. */
    protected boolean neverArrived(Throwable failure) {
        return false;
    }

    /** Whether a failure has the server's words. */
    protected boolean isOfServer(Throwable failure) {
        return failure instanceof DatabaseException;
    }

    /** Asks a question of the backend's own; completes on the event loop. */
    public CompletionStage<List<@Nullable Object[]>> ask(Exchange question) {
        CompletableFuture<List<@Nullable Object[]>> answer = new CompletableFuture<>();
        Flight flight = new Flight(null, landed -> {
            Throwable failure = question.failure();
            if (failure == null) {
                answer.complete(question.rows());
            } else {
                answer.completeExceptionally(
                        isLoss(failure)
                                ? failures.lost(Effect.CONNECTION_LOST, failure)
                                : refused(failure, Effect.STATEMENT));
            }
        });
        flight.add(question);
        wire.send(flight);
        return answer;
    }

    // ---- Streams ----

    @Override
    public CompletionStage<RowCursor> stream(Command command) {
        CompletableFuture<RowCursor> opened = new CompletableFuture<>();
        preludeAlone(command, opened, () -> new WireCursor(this, command, readers).open(opened));
        return opened;
    }

    /** As {@link #stream}, of a statement whose rows are read while it runs. */
    protected final CompletionStage<RowCursor> streamUnbuffered(Command command, IncomingRows incoming) {
        CompletableFuture<RowCursor> opened = new CompletableFuture<>();
        preludeAlone(command, opened, () -> new UnbufferedCursor(this, command, readers, incoming, opened).open());
        return opened;
    }

    /** Runs it on the event loop, soon. */
    void run(Runnable action) {
        loop.run(action);
    }

    /** The text of a statement as it is sent. */
    protected String text(Command command) {
        return command.sql();
    }

    /** The values as the driver binds them. */
    protected abstract Tuple bind(@Nullable Object[] values) throws BackendException;

    /** What reads its values. */
    protected final ColumnReaders readers() {
        return readers;
    }

    // ---- Life ----

    /** What it sends by. */
    protected final Wire wire() {
        return wire;
    }

    /** {@inheritDoc} A stream's command names whatever its cursor asks for at the time. */
    @Override
    public void interrupt(Command command) {
        wire.interrupt(command, command.prelude().isEmpty() && !inTransactionByOurs());
    }

    /** Nothing follows a signal before the server has taken it in, so none can come late, unless one went amiss. */
    @Override
    public boolean reusableAfterInterrupt() {
        return !wire.isRetired();
    }

    @Override
    public void onLost(Consumer<Throwable> listener) {
        lost.thenAccept(why -> listener.accept(failures.lost(Effect.CONNECTION_LOST, why)));
    }

    @Override
    public final void giveUp() {
        condemn(NotSentException.silent());
        close();
    }

    /** Calls when the connection is closed, lost, or given up. */
    protected void whenLost(Runnable action) {
        lost.thenRun(action);
    }

    /** Whether it is being closed; on the event loop. */
    boolean isClosing() {
        return closing.hasBegun();
    }

    /** Whether the connection is closed. */
    protected boolean isClosed() {
        return over.isDone();
    }

    /** Calls when the connection is closed; what was given up goes on until then. */
    protected void whenClosed(Runnable action) {
        over.thenRun(action);
    }

    /** Gives the connection up: the pool is told, and lends it to nobody any more. */
    protected void condemn(Throwable why) {
        lost.complete(why);
    }

    /** What the driver has forgotten was written; what was not, it knows. */
    private void closed() {
        Throwable why = failures.reasonOfEnd();
        lost.complete(why);
        wire.closed(why);
        link.cut();
        over.complete(null);
    }

    /** {@inheritDoc} See {@link Closing}. */
    @Override
    public CompletionStage<Void> close() {
        return closing.begin();
    }

    /** Cuts the connection; what is under way fails. */
    protected final void cut() {
        link.cut();
    }

    @Override
    public <C> Optional<C> unwrap(Class<C> type) {
        return link.unwrap(type);
    }
}
