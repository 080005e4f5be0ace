package io.databased.internal.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A future handed to a user. It notices when the user ends it ({@code cancel}, {@code complete…}, {@code orTimeout}), so
 * that the operation behind it can be given up, and refuses to block a thread that must not.
 *
 * <p>{@code whenAbandoned} may be registered after the user has ended the future: the flag is written before the action is
 * read, and the action before the flag is read, so one side at least sees both. Actions are idempotent.
 */
final class OperationFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    private final BlockingGuard guard;
    private volatile boolean abandoned;
    private volatile @Nullable Runnable whenAbandoned;

    OperationFuture(BlockingGuard guard) {
        this.guard = guard;
    }

    void whenAbandoned(Runnable action) {
        whenAbandoned = action;
        if (abandoned) {
            action.run();
        }
        if (isDone()) {
            whenAbandoned = null; // who keeps the future must not keep the session
        }
    }

    void succeed(@Nullable T value) {
        super.complete(value);
        whenAbandoned = null;
    }

    void fail(Throwable failure) {
        super.completeExceptionally(failure);
        whenAbandoned = null;
    }

    @Override
    public boolean complete(T value) {
        return abandonIf(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return abandonIf(super.completeExceptionally(failure));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean wasDone = isDone();
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        abandonIf(cancelled && !wasDone);
        return cancelled;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new OperationFuture<>(guard);
    }

    @Override
    public T join() {
        refuseToBlock();
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        refuseToBlock();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        refuseToBlock();
        return super.get(timeout, unit);
    }

    private boolean abandonIf(boolean endedByUser) {
        if (endedByUser) {
            abandoned = true;
            Runnable action = whenAbandoned;
            if (action != null) {
                action.run();
            }
        }
        return endedByUser;
    }

    private void refuseToBlock() {
        if (!isDone()) {
            guard.requireMayBlock();
        }
    }
}
