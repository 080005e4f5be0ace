package io.databased.jdbc.owner;

import io.databased.StatementException.Kind;
import io.databased.jdbc.owner.OwnedConnection.Rows;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Reply;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A blocking connection with the thread that owns it, as the core wants it. Its stages complete on
 * that thread, or on the one that waits for them.
 */
public final class OwnedSession implements SessionBackend {
    static final long ABORT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Owner owner;
    private final OwnedConnection connection;
    private final Signals signals;
    private final Lender lender = new Lender(this);
    private final AtomicReference<Consumer<Throwable>> lost = new AtomicReference<>(OwnedSession::ignore);
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Task<Void> closed;

    OwnedSession(Owner owner, OwnedConnection connection) {
        this.owner = owner;
        this.connection = connection;
        this.signals = new Signals(connection::signal);
        this.closed = new CallTask<>(this, null, task -> {
            owner.stop();
            connection.close();
            return null;
        });
    }

    /** Opens a connection on a new thread of that name and kind. */
    public static CompletionStage<SessionBackend> open(
            String threadName, Threads threads, OwnedConnection.Connector connector) {
        Owner owner = new Owner(threadName, threads);
        Task<SessionBackend> opening = new OpenTask(owner, connector);
        owner.submit(opening);
        return opening;
    }

    @Override
    public CompletionStage<Reply> run(Command command) {
        CommandTask task = new CommandTask(this, command);
        boolean here = command.isAwaitedHere() && connection.mayRunWhereAwaited(command) && lender.run(task);
        return here ? task : submit(task);
    }

    @Override
    public CompletionStage<RowCursor> stream(Command command) {
        return submit(new CallTask<>(this, command, task -> {
            prelude(command, task);
            Rows rows = stoppable(task, () -> connection.open(command));
            return new OwnedCursor(this, command, rows);
        }));
    }

    @Override
    public void interrupt(Command command) {
        Task<?> task = owner.find(command);
        if (task == null) {
            return;
        }
        task.requestCancel();
        // What goes ahead of a statement is relied upon: it runs even if the statement does not.
        if (command.prelude().isEmpty() && task.cancelWaiting()) {
            owner.remove(task);
        } else if (task.isRunning()) {
            signals.stop(task);
            // On a thread that was lent nobody can close the connection: the caller would have to return first.
            Signals.THREADS.execute(() -> abortIfStill(task::isRunning, Signals.PATIENCE_NANOS));
        }
    }

    @Override
    public boolean reusableAfterInterrupt() {
        return connection.reusableAfterSignal();
    }

    @Override
    public int maxPipelined() {
        return 1;
    }

    @Override
    public CompletionStage<Void> validate() {
        return submit(new CallTask<>(this, null, task -> {
            connection.validate();
            return null;
        }));
    }

    @Override
    public CompletionStage<Boolean> inTransaction() {
        return submit(new CallTask<>(this, null, task -> connection.inTransaction()));
    }

    @Override
    public CompletionStage<Void> initialize(Command statement) {
        return submit(new CallTask<>(this, statement, task -> {
            stoppable(task, () -> {
                connection.initialize(statement);
                return Reply.NONE;
            });
            return null;
        }));
    }

    @Override
    public boolean takeMark() {
        return connection.isMarked();
    }

    @Override
    public CompletionStage<Void> reset() {
        return submit(new CallTask<>(this, null, task -> {
            connection.reset();
            return null;
        }));
    }

    @Override
    public CompletionStage<Void> close() {
        if (closing.compareAndSet(false, true)) {
            owner.seal(closed);
            if (owner.isBusy() && closed.isWaiting()) {
                // A COMMIT that was given up is not to be stopped, and keeps the thread that waits for it.
                long patience = owner.isLent() && !signals.isInside() ? 0 : ABORT_NANOS;
                signals.stopAll(closed);
                Signals.THREADS.execute(() -> abortIfStill(closed::isWaiting, patience));
            }
        }
        return closed;
    }

    /** Signals may be of no use: their own way to the server may be silent, too. */
    private void abortIfStill(BooleanSupplier stuck, long nanos) {
        long start = System.nanoTime();
        while (stuck.getAsBoolean() && System.nanoTime() - start < nanos) {
            LockSupport.parkNanos(nanos / 50);
        }
        if (stuck.getAsBoolean()) {
            signals.abandon();
            connection.abort();
        }
    }

    @Override
    public void onLost(Consumer<Throwable> listener) {
        lost.set(listener);
    }

    /** What a data source puts around a connection has seldom the types of its driver. */
    @Override
    public <C> Optional<C> unwrap(Class<C> type) {
        Connection candidate = connection.connection();
        if (type.isInstance(candidate)) {
            return Optional.of(type.cast(candidate));
        }
        try {
            return candidate.isWrapperFor(type) ? Optional.of(candidate.unwrap(type)) : Optional.empty();
        } catch (SQLException e) { // of one that is closed
            return Optional.empty();
        }
    }

    private <T> CompletionStage<T> submit(Task<T> task) {
        owner.submit(task);
        return task;
    }

    OwnedConnection connection() {
        return connection;
    }

    Owner owner() {
        return owner;
    }

    /** A task on behalf of a command. */
    <T> CompletionStage<T> call(@Nullable Command command, CallTask.Call<T> call) {
        return submit(new CallTask<>(this, command, call));
    }

    void prelude(Command command, Task<?> task) throws BackendException {
        requireDefined();
        for (Control step : command.prelude()) {
            connection.control(step, task::isCancelRequested);
        }
    }

    /**
     * Makes a call that may be cancelled; what it leaves behind when it fails is settled where no signal reaches. On a
     * connection that one may still reach nothing more is done, and the core hears that it is lost.
     */
    <T> T stoppable(Task<?> task, Callable<T> call) throws BackendException {
        requireDefined();
        T result = null;
        BackendException failure = null;
        signals.enter(task);
        try {
            if (task.isCancelRequested()) {
                throw Task.cancelled();
            }
            result = call.call();
        } catch (BackendException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = unexpected(e, Effect.STATEMENT);
        }
        boolean defined = signals.leave(task);
        if (!defined) {
            report(undefined(Effect.CONNECTION_LOST));
        }
        if (failure != null) {
            if (failure.kind() == Kind.TIMEOUT && task.isCancelRequested()) { // it was told to stop
                failure = failure.with(failure.getMessage(), Kind.CANCELLED, failure.effect(), failure.getCause());
            }
            throw defined ? connection.settle(failure) : failure.withEffect(Effect.CONNECTION_LOST);
        }
        return Objects.requireNonNull(result);
    }

    /** A statement, and what has to be done behind it where no signal reaches. */
    Reply statement(Command command, Task<?> task) throws BackendException {
        try {
            return stoppable(task, () -> connection.run(command));
        } finally {
            if (!signals.isUndefined()) {
                connection.ran();
            }
        }
    }

    private void requireDefined() throws BackendException {
        if (signals.isUndefined()) {
            throw undefined(Effect.NOT_SENT);
        }
    }

    private static BackendException undefined(Effect effect) {
        return new BackendException(
                "the connection is given up: a signal to stop one of its statements failed, or was not over in time, and"
                        + " may still arrive",
                Kind.SYSTEM,
                effect,
                null);
    }

    /** What was done stands, but the connection is not to be used again. */
    void reportIfSpent() {
        if (connection.isSpent()) {
            report(new BackendException(
                    "the connection did not go back to what it was before its transaction",
                    Kind.SYSTEM,
                    Effect.CONNECTION_LOST,
                    null));
        }
    }

    /** A failure for the caller, which the core also hears of as a loss, if it is one. */
    BackendException report(Throwable thrown) {
        BackendException failure = failure(thrown);
        if (failure.effect() == Effect.CONNECTION_LOST) {
            lost.getAndSet(OwnedSession::ignore).accept(failure);
        }
        return failure;
    }

    private static void ignore(Throwable cause) {}

    static BackendException failure(Throwable thrown) {
        return thrown instanceof BackendException known ? known : unexpected(thrown, Effect.CONNECTION_LOST);
    }

    /** What a driver throws that it does not declare. */
    public static BackendException unexpected(Throwable thrown, Effect effect) {
        String message =
                "the driver failed in an unexpected way (" + thrown.getClass().getName() + ")";
        return new BackendException(message, Kind.OTHER, effect, thrown);
    }

    /** A call on the owner thread. */
    @FunctionalInterface
    interface Callable<T> {
        T call() throws BackendException;
    }
}
