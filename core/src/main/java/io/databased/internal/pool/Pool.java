package io.databased.internal.pool;

import io.databased.AcquireTimeoutException;
import io.databased.PoolOptions;
import io.databased.PoolStats;
import io.databased.PoolStats.Retirement;
import io.databased.internal.async.Monitor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections with two doors: {@link #lease} gives a connection alone, {@link #tryShare} and {@link #share}
 * let many pipeline over one. First come, first served at both together; never more connections than the maximum. All
 * methods may be called from any thread and none blocks. Futures that are not complete when they are returned are
 * completed by the thread that brings what they wait for.
 *
 * @param <C> the connection
 */
public final class Pool<C> {
    private final PoolContext<C> context;
    private final Monitor monitor;
    private final Dispatcher<C> dispatcher;
    private @Nullable Shutdown<C> shutdown; // guarded by the monitor

    /** A pool without connections, which opens them as they are asked for. */
    public Pool(String name, Connector<C> connector, PoolOptions options, PoolEnvironment environment) {
        this.context = new PoolContext<>(name, connector, options, environment);
        this.monitor = context.monitor;
        this.dispatcher = new Dispatcher<>(this, context, this::allClosed);
    }

    /**
     * Opens the first connection and, once that succeeded, those that are missing to the minimum.
     *
     * @return completes when there is a connection; fails with the connector's failure of the first attempt. Cancelling
     *     it has no effect on the pool
     */
    public CompletableFuture<Void> start() {
        monitor.enter();
        try {
            if (dispatcher.isClosed()) {
                return CompletableFuture.failedFuture(closed());
            }
            if (dispatcher.connections().size() > 0) {
                return CompletableFuture.completedFuture(null);
            }
            CompletableFuture<Void> started = dispatcher.start().join();
            dispatcher
                    .creations()
                    .ensure(1, 0, context.max - dispatcher.creations().pending());
            return started;
        } finally {
            monitor.exit();
        }
    }

    /**
     * Asks for a connection alone.
     *
     * @param holder named in errors and warnings through its {@code toString}
     * @param timeout how long to wait, at most
     * @return completes with the lease; fails with {@link AcquireTimeoutException}, with the connector's
     *     failure if that is permanent, or with the failure of a closed pool. Whoever completes it otherwise leaves the
     *     queue; if a lease was under way to it, that goes to the next
     */
    public CompletableFuture<Lease<C>> lease(Object holder, Duration timeout) {
        monitor.enter();
        try {
            PoolEntry<C> entry = dispatcher.leaseNow();
            if (entry != null) {
                return CompletableFuture.completedFuture(dispatcher.lend(entry, holder, context.now()));
            }
            Waiter.ForLease<C> waiter = new Waiter.ForLease<>(holder, context.now());
            await(waiter, timeout);
            return waiter.future();
        } finally {
            monitor.exit();
        }
    }

    /** A share if there is one at once; otherwise null, and {@link #share} is for those that can wait. */
    public @Nullable Share<C> tryShare() {
        monitor.enter();
        try {
            return dispatcher.shareNow();
        } finally {
            monitor.exit();
        }
    }

    /**
     * Asks for a share of the connection with the fewest statements in flight.
     *
     * @param timeout how long to wait, at most
     * @return as of {@link #lease}
     */
    public CompletableFuture<Share<C>> share(Duration timeout) {
        monitor.enter();
        try {
            PoolEntry<C> entry = dispatcher.shareNow();
            if (entry != null) {
                return CompletableFuture.completedFuture(entry);
            }
            Waiter.ForShare<C> waiter = new Waiter.ForShare<>(context.now());
            await(waiter, timeout);
            return waiter.future();
        } finally {
            monitor.exit();
        }
    }

    /** Tells that a connection was lost, idle or in use, and why. Unknown and destroyed ones are ignored. */
    public void lost(C connection, String why) {
        monitor.enter();
        try {
            PoolEntry<C> entry = dispatcher.connections().find(connection);
            if (entry != null) {
                dispatcher.retire(entry, Retirement.BROKEN, why);
                dispatcher.serve();
            }
        } finally {
            monitor.exit();
        }
    }

    /**
     * Changes the size. Growing opens connections for those that wait; what is too much is closed when it is not in use.
     *
     * @param min from 0 to max
     * @param max at least 1
     */
    public void resize(int min, int max) {
        monitor.enter();
        try {
            dispatcher.resize(min, max);
        } finally {
            monitor.exit();
        }
    }

    /** Closes the connections that are open now, those in use when they come back; the minimum is opened anew. */
    public void evict() {
        monitor.enter();
        try {
            for (PoolEntry<C> entry : dispatcher.connections().snapshot()) {
                dispatcher.retire(entry, Retirement.EVICTED, "");
            }
            dispatcher.serve();
        } finally {
            monitor.exit();
        }
    }

    /** The numbers now, read together. */
    public PoolStats stats() {
        monitor.enter();
        try {
            return new PoolStats(
                    context.min,
                    context.max,
                    dispatcher.waiters().size(),
                    dispatcher.connections().stats(dispatcher.creations().pending()),
                    context.counters.acquisitions(),
                    context.counters.turnover());
        } finally {
            monitor.exit();
        }
    }

    /**
     * Ends the pool: refuses who waits or comes, closes what is idle, and what is in use as it is returned; what is
     * still in use after the grace is revoked and closed.
     *
     * @return completes when all is closed, at the latest after the grace and the close timeout; never fails. Always the
     *     same future, whose grace is the first call's
     */
    public CompletableFuture<Void> shutdown(Duration grace) {
        monitor.enter();
        try {
            if (shutdown == null) {
                shutdown = new Shutdown<>(context, dispatcher);
                shutdown.begin(grace, closed());
            }
            return shutdown.over();
        } finally {
            monitor.exit();
        }
    }

    private void await(Waiter<C> waiter, Duration timeout) {
        if (dispatcher.isClosed()) {
            waiter.refuse(closed());
            return;
        }
        // Whoever waits for a connection that can still be opened does not crowd the queue.
        int room = Math.max(0, context.max - dispatcher.connections().size());
        if (dispatcher.waiters().size() - room >= context.options.maxWaiting()) {
            context.counters.timedOut++;
            Refusal<C> refusal = new Refusal<>(context, dispatcher, timeout);
            monitor.afterwards(() -> {
                waiter.refuse(refusal.queueFull());
                context.listener().timedOut(0);
            });
            return;
        }
        waiter.join(
                context.scheduler.schedule(() -> expire(waiter, timeout), timeout.toNanos()), () -> cancelled(waiter));
        dispatcher.enqueue(waiter);
    }

    private void expire(Waiter<C> waiter, Duration timeout) {
        monitor.enter();
        try {
            Refusal<C> refusal = new Refusal<>(context, dispatcher, timeout);
            if (dispatcher.waiters().remove(waiter)) {
                context.counters.timedOut++;
                monitor.deliver(() -> waiter.refuse(refusal.timedOut()));
                monitor.afterwards(() -> context.listener().timedOut(timeout.toNanos()));
                dispatcher.serve();
            }
        } finally {
            monitor.exit();
        }
    }

    /** The caller has completed its future itself. If it was granted a connection already, that comes back by itself. */
    private void cancelled(Waiter<C> waiter) {
        monitor.enter();
        try {
            if (dispatcher.waiters().remove(waiter)) {
                context.counters.cancelled++;
                dispatcher.serve();
            } else if (waiter.wasGranted()) {
                context.counters.cancelled++;
                context.counters.acquired--;
            }
        } finally {
            monitor.exit();
        }
    }

    /** A share was given back. */
    long released(PoolEntry<C> entry) {
        monitor.enter();
        try {
            return dispatcher.shareReleased(entry);
        } finally {
            monitor.exit();
        }
    }

    /** A share has left something on its connection. */
    void marked(PoolEntry<C> entry) {
        monitor.enter();
        try {
            dispatcher.mark(entry);
        } finally {
            monitor.exit();
        }
    }

    /** A share found its connection broken. */
    void failed(PoolEntry<C> entry, String detail) {
        monitor.enter();
        try {
            dispatcher.retire(entry, Retirement.BROKEN, detail);
            dispatcher.serve();
        } finally {
            monitor.exit();
        }
    }

    /** A lease was given back, clean if there is no reason to destroy the connection. */
    void ended(Lease<C> lease, @Nullable Retirement reason, String detail) {
        if (lease.hasEnded()) {
            return;
        }
        monitor.enter();
        try {
            if (lease.end()) {
                PoolEntry<C> entry = lease.entry();
                if (reason != null) {
                    entry.retire(reason, detail);
                }
                dispatcher.returned(entry);
            }
        } finally {
            monitor.exit();
        }
    }

    /** A lease whose last command may be followed by another's. */
    boolean handedOver(Lease<C> lease) {
        monitor.enter();
        try {
            return !lease.hasEnded() && dispatcher.isWanted(lease.entry()) && lease.end() && pass(lease.entry());
        } finally {
            monitor.exit();
        }
    }

    private boolean pass(PoolEntry<C> entry) {
        dispatcher.returned(entry);
        return true;
    }

    void onRevoke(Lease<C> lease, Runnable action) {
        monitor.enter();
        try {
            if (lease.registerRevoke(action)) {
                monitor.afterwards(action);
            }
        } finally {
            monitor.exit();
        }
    }

    private void allClosed() {
        if (shutdown != null) {
            shutdown.completeIfOver();
        }
    }

    private Throwable closed() {
        return context.environment.closed().get();
    }
}
