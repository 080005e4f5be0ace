package io.databased.jdbc.owner;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Something to do on an owner thread, and the future of it. */
abstract class Task<T> extends CompletableFuture<T> {
    private static final int WAITING = 0;
    private static final int RUNNING = 1;
    private static final int RAN = 2;
    private static final int ENDED = 3;

    final @Nullable Command command;

    /** What was taken along with this task. */
    volatile @Nullable Task<?> next;

    private final AtomicInteger state = new AtomicInteger(WAITING);
    private volatile boolean cancelRequested;

    Task(@Nullable Command command) {
        this.command = command;
    }

    /** Does the work and completes this future; throws nothing. Owner thread only. */
    abstract void run();

    /** Claims the task for running, or running once more; false if it was cancelled or refused. Owner thread only. */
    final boolean start() {
        return state.compareAndSet(WAITING, RUNNING) || state.compareAndSet(RAN, RUNNING);
    }

    /** From here on it is too late to cancel. Owner thread only. */
    final void ran() {
        state.set(RAN);
    }

    final boolean isWaiting() {
        return state.get() == WAITING;
    }

    final boolean isRunning() {
        return state.get() == RUNNING;
    }

    final boolean isCancelRequested() {
        return cancelRequested;
    }

    /** A statement that has not begun is not run any more. Any thread. */
    final void requestCancel() {
        cancelRequested = true;
    }

    /** Cancels the task if it still waits. Any thread. */
    final boolean cancelWaiting() {
        if (!state.compareAndSet(WAITING, ENDED)) {
            return false;
        }
        completeExceptionally(cancelled());
        return true;
    }

    /** The connection is closed: the task does not run, if it has not begun. Any thread. */
    final void refuse() {
        if (state.compareAndSet(WAITING, ENDED)) {
            completeExceptionally(closed());
        }
    }

    final void succeed(@Nullable T result) {
        state.set(ENDED);
        complete(result);
    }

    final void fail(BackendException failure) {
        state.set(ENDED);
        completeExceptionally(failure);
    }

    static BackendException cancelled() {
        return new BackendException("cancelled before it ran", Kind.CANCELLED, Effect.STATEMENT, null);
    }

    static BackendException closed() {
        return new BackendException("not sent: the connection is closed", Kind.SYSTEM, Effect.NOT_SENT, null);
    }
}
