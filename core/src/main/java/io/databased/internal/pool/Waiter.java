package io.databased.internal.pool;

import io.databased.internal.time.Scheduler;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A caller that waits at one of the two doors.
 *
 * <p>Who gets the connection when a hand-over meets a cancellation or a time-out? Leaving the queue is decided under the
 * lock: either the pool takes the waiter out to serve it, or the waiter leaves and is never served. One that was taken
 * out may still be completed by its caller before the pool does; that is decided by the future alone, whose completion
 * succeeds once. {@link #hand} therefore looks at what completing it returned, and gives the connection back if it came
 * too late. So a connection ends up either with a caller that sees it or in the pool, whatever the order.
 */
abstract class Waiter<C> {
    private final Object holder;
    private final long since;

    // Guarded by the monitor.
    private Scheduler.@Nullable Task deadline;
    private boolean granted;

    // What the pool completes the future with; itself, until there is something. Written before the completion that
    // publishes it, and read after one.
    private volatile Object offer = this;

    private Waiter(Object holder, long since) {
        this.holder = holder;
        this.since = since;
    }

    abstract CompletableFuture<?> future();

    abstract boolean wantsLease();

    /** Under the lock: binds the connection to this waiter; the result hands it over, and is run after the lock. */
    abstract Runnable grant(Dispatcher<C> dispatcher, PoolEntry<C> entry, long now);

    Object holder() {
        return holder;
    }

    long since() {
        return since;
    }

    /** Under the lock, when it joins the queue. */
    @SuppressWarnings("FutureReturnValueIgnored") // the stage it makes is of no use, and the action does not throw
    void join(Scheduler.Task expiry, Runnable cancelled) {
        deadline = expiry;
        future().whenComplete((value, failure) -> {
            if ((failure != null ? failure : value) != offer) {
                cancelled.run();
            }
        });
    }

    /** Under the lock, when it leaves the queue for whatever reason. */
    void leave() {
        if (deadline != null) {
            deadline.cancel();
        }
    }

    /** Under the lock. */
    boolean wasGranted() {
        return granted;
    }

    final void markGranted() {
        granted = true;
    }

    void refuse(Throwable failure) {
        offer = failure;
        future().completeExceptionally(failure);
    }

    final <T> void hand(CompletableFuture<T> future, T granted, Runnable giveBack) {
        offer = granted;
        if (!future.complete(granted)) {
            giveBack.run();
        }
    }

    /** Waits to have a connection alone. */
    static final class ForLease<C> extends Waiter<C> {
        private final CompletableFuture<Lease<C>> future = new CompletableFuture<>();

        ForLease(Object holder, long since) {
            super(holder, since);
        }

        @Override
        CompletableFuture<Lease<C>> future() {
            return future;
        }

        @Override
        boolean wantsLease() {
            return true;
        }

        @Override
        Runnable grant(Dispatcher<C> dispatcher, PoolEntry<C> entry, long now) {
            markGranted();
            Lease<C> lease = dispatcher.lend(entry, holder(), now);
            return () -> hand(future, lease, lease::release);
        }
    }

    /** Waits for a connection to share. */
    static final class ForShare<C> extends Waiter<C> {
        private final CompletableFuture<Share<C>> future = new CompletableFuture<>();

        ForShare(long since) {
            super("a statement outside a session", since);
        }

        @Override
        CompletableFuture<Share<C>> future() {
            return future;
        }

        @Override
        boolean wantsLease() {
            return false;
        }

        @Override
        Runnable grant(Dispatcher<C> dispatcher, PoolEntry<C> entry, long now) {
            markGranted();
            dispatcher.joinShare(entry);
            return () -> hand(future, entry, entry::release);
        }
    }
}
