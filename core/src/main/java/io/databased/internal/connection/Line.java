package io.databased.internal.connection;

import io.databased.DatabaseObserver.Server;
import io.databased.PoolStats.Role;
import io.databased.internal.async.Log;
import io.databased.internal.context.Prepared;
import io.databased.internal.failure.Failures;
import io.databased.internal.time.Scheduler;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One physical connection as the core speaks to it. Whatever is asked of it is a {@link Call} with a limit: there is no way
 * to wait for a connection without one. What a backend throws is the failure of its call, and what a backend leaves without
 * an answer when it is closed ends with it.
 *
 * <p>{@code synchronized} methods guard the list of calls that have not ended; nothing is called under it.
 */
public final class Line {
    private final SessionBackend backend;
    private final Server server;
    private final Scheduler timer;
    private final Duration closeTimeout;
    private final List<Prepared> connectionInit;
    private volatile boolean lost;
    private volatile BiConsumer<Line, String> whenLost = (line, why) -> {};

    private @Nullable Call<?> newest;
    private boolean closed;

    /** @param connectionInit what is run once it is open, and after each reset */
    Line(SessionBackend backend, Role role, Scheduler timer, Duration closeTimeout, List<Prepared> connectionInit) {
        this.backend = backend;
        this.server = new Server(backend.address(), role);
        this.timer = timer;
        this.closeTimeout = closeTimeout;
        this.connectionInit = connectionInit;
    }

    // ---- Calls that can be stopped; the caller starts them ----

    /**
     * A statement, with its transaction control.
     *
     * @param limit after which it is stopped; null if only its caller may end it
     */
    public Call<Reply> run(Command command, @Nullable Duration limit, Call.Listener<Reply> listener) {
        return new Call<>(this, () -> backend.run(command), command, limit, listener);
    }

    /** Opens a cursor; otherwise as {@link #run}. */
    public Call<RowCursor> stream(Command command, @Nullable Duration limit, Call.Listener<RowCursor> listener) {
        return new Call<>(this, () -> backend.stream(command), command, limit, listener);
    }

    /** The next rows of the cursor that the command opened; otherwise as {@link #run}. */
    public Call<List<@Nullable Object[]>> next(
            RowCursor cursor,
            int count,
            Command command,
            @Nullable Duration limit,
            Call.Listener<List<@Nullable Object[]>> listener) {
        return new Call<>(this, () -> cursor.next(count), command, limit, listener);
    }

    // ---- Calls that run to their end or their limit ----

    /**
     * Transaction control alone.
     *
     * @param what names it in messages
     */
    public Call<Reply> control(Command command, String what, Duration limit, Call.Listener<Reply> listener) {
        return new Call<>(this, () -> backend.run(command), what, limit, listener);
    }

    /** As the other, begun now. */
    public CompletableFuture<Reply> control(Command command, String what, Duration limit) {
        Promise<Reply> promise = new Promise<>();
        control(command, what, limit, promise).start();
        return promise.answer;
    }

    public CompletableFuture<Void> close(RowCursor cursor, Duration limit) {
        return begin(cursor::close, "the end of a cursor", limit);
    }

    /** Runs what the user wants on a connection that is new, or as good as new. */
    CompletableFuture<Void> initialize(Duration limit) {
        return new ConnectionInit(connectionInit, this, limit).run();
    }

    /** Runs one statement of that. */
    CompletableFuture<Void> initialize(Command statement, Duration limit) {
        return begin(() -> backend.initialize(statement), "it", limit);
    }

    /** Brings it back to what a new connection has. */
    public CompletableFuture<Void> reset(Duration limit) {
        return begin(backend::reset, "the reset of a connection", limit).thenCompose(done -> initialize(limit));
    }

    /** Asks the database whether a transaction is open. */
    public CompletableFuture<Boolean> inTransaction(Duration limit) {
        return begin(backend::inTransaction, "the question whether a transaction is open", limit);
    }

    private <T> CompletableFuture<T> begin(Call.Operation<T> operation, String what, Duration limit) {
        Promise<T> promise = new Promise<>();
        new Call<>(this, operation, what, limit, promise).start();
        return promise.answer;
    }

    // ---- Its state ----

    /** The driver's, for what needs no answer. */
    public SessionBackend backend() {
        return backend;
    }

    /** Where it leads. */
    public Server server() {
        return server;
    }

    Scheduler timer() {
        return timer;
    }

    /** How long an interrupt may go unanswered. */
    Duration patience() {
        return Call.patience(closeTimeout);
    }

    boolean isLost() {
        return lost;
    }

    /** Whom to tell of the loss, and why it was lost, before anything is asked. */
    void lostTo(BiConsumer<Line, String> pool) {
        whenLost = pool;
        backend.onLost(cause -> lose(Failures.reason(Failures.backend(cause))));
    }

    private void lose(String why) {
        lost = true;
        whenLost.accept(this, why);
    }

    /** Gives up a connection that others may use, too: nobody gets it any more, and what is under way on it fails. */
    public void abandon() {
        lose("it has stopped answering");
        close().whenComplete((closed, failure) -> {
            if (failure != null) {
                Log.LOGGER.log(
                        Level.DEBUG,
                        "closing a connection that had stopped answering failed",
                        Failures.unwrap(failure));
            }
        });
    }

    /**
     * Closes it. Calls that are still without an answer then fail, a moment before the close timeout at the latest: whoever
     * closes it waits for that, and is the last who has a clock.
     */
    CompletionStage<Void> close() {
        CompletableFuture<Void> closing = new CompletableFuture<>();
        Scheduler.Task limit =
                timer.schedule(() -> endCalls("it was closed, which took too long"), closeTimeout.toNanos() * 9 / 10);
        Call.ask(backend::close).whenComplete((done, failure) -> {
            limit.cancel();
            endCalls("it was closed");
            if (failure == null) {
                closing.complete(null);
            } else {
                closing.completeExceptionally(failure);
            }
        });
        return closing;
    }

    private void endCalls(String why) {
        for (Call<?> call = takeCalls(); call != null; call = call.older) {
            call.lost(why);
        }
    }

    private synchronized @Nullable Call<?> takeCalls() {
        Call<?> first = newest;
        newest = null;
        closed = true;
        return first;
    }

    /** Whether the call may be made: not on a connection that is closed. */
    synchronized boolean begun(Call<?> call) {
        if (closed) {
            return false;
        }
        call.older = newest;
        if (newest != null) {
            newest.newer = call;
        }
        newest = call;
        return true;
    }

    synchronized void ended(Call<?> call) {
        if (closed) {
            return; // the list is being walked, or is empty
        }
        if (call.newer != null) {
            call.newer.older = call.older;
        } else if (newest == call) {
            newest = call.older;
        }
        if (call.older != null) {
            call.older.newer = call.newer;
        }
        call.newer = null;
        call.older = null;
    }

    /** A call that somebody waits for as for a future. */
    private static final class Promise<T> implements Call.Listener<T> {
        final CompletableFuture<T> answer = new CompletableFuture<>();

        @Override
        public void answered(T value) {
            answer.complete(value);
        }

        @Override
        public void failed(BackendException failure) {
            answer.completeExceptionally(failure);
        }
    }
}
