package io.databased.internal.pool;

import io.databased.PoolStats.Retirement;
import io.databased.internal.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Retires connections that are too old or were idle for too long. It wakes up when the first of them may be due, so
 * that using a connection costs no timer: a busy one can only be due later than it was thought. Under the lock.
 */
final class Sweeper<C> {
    private final PoolContext<C> context;
    private final Connections<C> connections;
    private final Dispatcher<C> dispatcher;
    private final long idleTimeout;

    private Scheduler.@Nullable Task next;
    private long nextDue; // of the task

    Sweeper(PoolContext<C> context, Connections<C> connections, Dispatcher<C> dispatcher) {
        this.context = context;
        this.connections = connections;
        this.dispatcher = dispatcher;
        this.idleTimeout = context.options.idleTimeout().toNanos();
    }

    /** A connection has joined the pool. */
    void watch(PoolEntry<C> entry) {
        wakeAt(due(entry, context.now()));
    }

    void stop() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    private void wakeAt(long due) {
        if (next != null) {
            if (nextDue - due <= 0) {
                return;
            }
            next.cancel();
        }
        nextDue = due;
        next = context.scheduler.schedule(this::wake, Math.max(1, due - context.now()));
    }

    private void wake() {
        context.monitor.enter();
        try {
            long now = context.now();
            // A cancelled task may have been too late to be stopped.
            if (next != null && now - nextDue >= 0) {
                next = null;
                sweep(now);
            }
        } finally {
            context.monitor.exit();
        }
    }

    private void sweep(long now) {
        for (PoolEntry<C> entry : connections.snapshot()) {
            if (entry.retirement() == null && entry.isExpired(now)) {
                dispatcher.retire(entry, Retirement.LIFETIME, "");
            }
        }
        PoolEntry<C> idle = connections.longestIdle();
        while (idle != null && connections.size() > context.min && idle.idleNanos(now) >= idleTimeout) {
            dispatcher.discard(idle, Retirement.IDLE, "");
            idle = connections.longestIdle();
        }
        for (PoolEntry<C> entry : connections.snapshot()) {
            if (entry.retirement() == null) {
                wakeAt(due(entry, now));
            }
        }
        dispatcher.serve();
    }

    private long due(PoolEntry<C> entry, long now) {
        long idleSince = entry.state() == EntryState.IDLE ? now - entry.idleNanos(now) : now;
        long idleDue = idleSince + idleTimeout;
        // One that stays for the sake of the minimum size is looked at again an idle timeout later.
        if (idleDue - now <= 0) {
            idleDue = now + idleTimeout;
        }
        return entry.expiresAt() - idleDue < 0 ? entry.expiresAt() : idleDue;
    }
}
