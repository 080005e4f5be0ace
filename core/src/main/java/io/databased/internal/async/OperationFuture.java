package io.databased.internal.async;

import io.databased.spi.callback.Shielded;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A future handed to a user. It notices when the user ends it ({@code cancel}, {@code complete…}, {@code orTimeout}), so
 * that the operation behind it can be given up, and refuses to block a thread that must not.
 *
 * <p>Our own code may {@linkplain #follow follow} it: go on with the outcome at once, ahead of the hop to the executor that
 * users' callbacks run on. {@code synchronized} methods see to it that the follower is told once: by the operation, or by
 * the user who ends the future, whoever is first.
 *
 * <p>{@code whenAbandoned} may be registered after the user has ended the future: the flag is written before the action is
 * read, and the action before the flag is read, so one side at least sees both. Actions are idempotent.
 */
public final class OperationFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    /** Who follows one future may complete another that is followed, as a child session its parent's, to any depth. */
    private static final Unnested FOLLOWERS = new Unnested();

    private final BlockingGuard guard;
    private volatile boolean abandoned;
    private volatile @Nullable Runnable whenAbandoned;
    private @Nullable BiConsumer<? super @Nullable T, ? super @Nullable Throwable> follower;
    private boolean settled;
    private boolean ended;
    private volatile boolean asked;
    private volatile @Nullable Throwable failure;

    public OperationFuture(BlockingGuard guard) {
        this(guard, false);
    }

    /** @param settled whether nobody can follow it, since it is not completed by an operation */
    private OperationFuture(BlockingGuard guard, boolean settled) {
        this.guard = guard;
        this.settled = settled;
    }

    /**
     * Calls the action once with the outcome, on whatever thread that is: the first action as soon as it is known, another
     * with the users' callbacks. The action is ours and does not block.
     */
    public void follow(BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        if (!enlist(action)) {
            super.whenComplete(action);
        }
    }

    private synchronized boolean enlist(BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        boolean first = !settled && follower == null;
        if (first) {
            follower = action;
        }
        return first;
    }

    private synchronized @Nullable BiConsumer<? super @Nullable T, ? super @Nullable Throwable> settled() {
        BiConsumer<? super @Nullable T, ? super @Nullable Throwable> told = follower;
        settled = true;
        follower = null;
        return told;
    }

    /**
     * Tells who follows the outcome, which users are told later.
     *
     * @return whether there was somebody
     */
    public boolean settle(@Nullable T value, @Nullable Throwable failure) {
        BiConsumer<? super @Nullable T, ? super @Nullable Throwable> told = settled();
        if (told == null) {
            return false;
        }
        FOLLOWERS.run(() -> told.accept(value, failure));
        return true;
    }

    public void whenAbandoned(Runnable action) {
        whenAbandoned = action;
        if (abandoned) {
            action.run();
        }
        if (isDone()) {
            whenAbandoned = null; // who keeps the future must not keep the session
        }
    }

    /** With the value, or with the failure if there is one. */
    public void end(@Nullable T value, @Nullable Throwable failure) {
        if (failure == null) {
            succeed(value);
        } else {
            fail(failure);
        }
    }

    public void succeed(@Nullable T value) {
        settle(value, null);
        if (mayEnd()) {
            super.complete(value);
            whenAbandoned = null;
        }
    }

    public void fail(Throwable failure) {
        boolean followed = settle(null, failure);
        if (!mayEnd()) {
            return;
        }
        this.failure = failure;
        boolean watched = !followed && !asked && getNumberOfDependents() == 0;
        if (watched) {
            UnobservedFailure.watch(this, failure);
        } else if (!followed) {
            UnobservedFailure.observed(failure);
        }
        super.completeExceptionally(failure);
        whenAbandoned = null;
        if (watched && asked) {
            UnobservedFailure.observed(failure);
        }
    }

    /**
     * Somebody asks how it ends. The flag is written before the outcome is looked at, and the outcome before the flag is read,
     * so a failure that is watched is told by one side at least.
     */
    private void ask() {
        asked = true;
        Throwable told = failure;
        if (told != null) {
            UnobservedFailure.observed(told);
        }
    }

    @Override
    public boolean complete(T value) {
        return endedByUser() && super.complete(value) && tellFollower();
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return endedByUser() && super.completeExceptionally(failure) && tellFollower();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (!endedByUser()) {
            return isCancelled();
        }
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        tellFollower();
        return cancelled;
    }

    /** Who is first, the operation or the user, decides how it ends. */
    private synchronized boolean mayEnd() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    /** Gives the operation up before anybody hears of the end, who might make room for what is given up. */
    private boolean endedByUser() {
        if (isDone() || !mayEnd()) {
            return false;
        }
        abandoned = true;
        Runnable action = whenAbandoned;
        if (action != null) {
            Shielded.run(action); // whatever it throws, the future ends
        }
        return true;
    }

    /** By way of the future, which is complete. */
    private boolean tellFollower() {
        BiConsumer<? super @Nullable T, ? super @Nullable Throwable> told = settled();
        if (told != null) {
            super.whenComplete(told);
        }
        return true;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        ask();
        return new OperationFuture<>(guard, true);
    }

    @Override
    public CompletionStage<T> minimalCompletionStage() {
        ask();
        return super.minimalCompletionStage();
    }

    @Override
    public CompletableFuture<T> toCompletableFuture() {
        ask();
        return this;
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

    @Override
    public T getNow(T valueIfAbsent) {
        ask();
        return super.getNow(valueIfAbsent);
    }

    @Override
    public boolean isCompletedExceptionally() {
        ask();
        return super.isCompletedExceptionally();
    }

    private void refuseToBlock() {
        ask();
        if (!isDone()) {
            guard.requireMayBlock();
        }
    }
}
