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
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A blocking connection with the thread that owns it, as the core wants it. Its stages complete on
 * that thread, or on the one that waits for them.
 */
public final class OwnedSession implements SessionBackend {
    private final OwnerThread thread;
    private final OwnedConnection connection;
    private final Fence fence = new Fence();
    private final Lender lender = new Lender(this);
    private final AtomicReference<Consumer<Throwable>> lost = new AtomicReference<>(OwnedSession::ignore);
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Task<Void> closed;

    OwnedSession(OwnerThread thread, OwnedConnection connection) {
        this.thread = thread;
        this.connection = connection;
        this.closed = new CallTask<>(this, null, task -> {
            thread.stop();
            connection.close();
            return null;
        });
    }

    /** Opens a connection on a new thread of that name and kind. */
    public static CompletionStage<SessionBackend> open(
            String threadName, Threads threads, OwnedConnection.Connector connector) {
        OwnerThread thread = new OwnerThread(threadName, threads);
        Task<SessionBackend> opening = new OpenTask(thread, connector);
        thread.submit(opening);
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
            prelude(command);
            Rows rows = fenced(task, () -> connection.open(command));
            return new OwnedCursor(this, command, rows);
        }));
    }

    @Override
    public void interrupt(Command command) {
        Task<?> task = thread.find(command);
        if (task == null) {
            return;
        }
        task.requestCancel();
        // What goes ahead of a statement is relied upon: it runs even if the statement does not.
        if (command.prelude().isEmpty() && task.cancelWaiting()) {
            thread.remove(task);
        } else if (task.isRunning()) {
            Canceller.repeat(() -> fence.strike(statement -> statement == task, connection::cancel), task::isRunning);
        }
    }

    @Override
    public boolean reusableAfterInterrupt() {
        return connection.reusableAfterCancel();
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
    public CompletionStage<Void> reset() {
        return submit(new CallTask<>(this, null, task -> {
            connection.reset();
            return null;
        }));
    }

    @Override
    public CompletionStage<Void> close() {
        if (closing.compareAndSet(false, true)) {
            thread.seal(closed);
            if (thread.isBusy() && closed.isWaiting()) {
                Canceller.repeat(
                        () -> fence.strike(statement -> true, connection::cancel),
                        connection::abort,
                        closed::isWaiting);
            }
        }
        return closed;
    }

    @Override
    public void onLost(Consumer<Throwable> listener) {
        lost.set(listener);
    }

    @Override
    public <C> Optional<C> unwrap(Class<C> type) {
        Object candidate = connection.connection();
        return type.isInstance(candidate) ? Optional.of(type.cast(candidate)) : Optional.empty();
    }

    private <T> CompletionStage<T> submit(Task<T> task) {
        thread.submit(task);
        return task;
    }

    OwnedConnection connection() {
        return connection;
    }

    OwnerThread thread() {
        return thread;
    }

    /** A task on behalf of a command. */
    <T> CompletionStage<T> call(@Nullable Command command, CallTask.Call<T> call) {
        return submit(new CallTask<>(this, command, call));
    }

    void prelude(Command command) throws BackendException {
        for (Control step : command.prelude()) {
            connection.control(step);
        }
    }

    /** Makes a call that may be cancelled; what it leaves behind when it fails is settled where no cancel reaches. */
    <T> T fenced(Task<?> task, Callable<T> call) throws BackendException {
        BackendException failure;
        fence.enter(task);
        try {
            if (task.isCancelRequested()) {
                throw Task.cancelled();
            }
            return call.call();
        } catch (BackendException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = unexpected(e, Effect.STATEMENT);
        } finally {
            fence.leave(task);
        }
        throw connection.settle(failure);
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

    static BackendException unexpected(Throwable thrown, Effect effect) {
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
