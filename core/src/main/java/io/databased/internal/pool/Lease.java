package io.databased.internal.pool;

import io.databased.PoolStats.Retirement;
import io.databased.internal.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection that its holder has alone. It ends once, by {@link #release()}, {@link #destroy} or by being revoked when
 * the pool shuts down; whichever is first counts and the others do nothing. After it the connection is out of reach.
 *
 * @param <C> the connection
 */
public final class Lease<C> {
    private final Pool<C> pool;
    private final PoolEntry<C> entry;
    private final Object holder;
    private final long since;

    private volatile boolean ended; // written under the lock
    // Guarded by the monitor.
    private Scheduler.@Nullable Task leakWarning;
    private @Nullable Runnable onRevoke;
    private boolean revoked;

    Lease(Pool<C> pool, PoolEntry<C> entry, Object holder, long since) {
        this.pool = pool;
        this.entry = entry;
        this.holder = holder;
        this.since = since;
    }

    /** The connection. Not to be kept beyond the lease. */
    public C connection() {
        if (ended) {
            throw new IllegalStateException("The lease of " + holder + " has ended; its connection may serve another");
        }
        return entry.connection();
    }

    /** Gives the connection back, clean: no transaction, no setting, no lock, nothing unanswered. Idempotent. */
    public void release() {
        pool.ended(this, null, "");
    }

    /**
     * Gives the connection to whoever is first in the queue, if somebody waits, although its last command is not answered:
     * what the next one sends follows it. Without a waiter nothing changes.
     *
     * @return whether the lease has ended by this
     */
    public boolean handOver() {
        return pool.handedOver(this);
    }

    /**
     * Gives up the connection because its state is not known. It is closed in the background, never lent again.
     * Idempotent.
     *
     * @param why for the log; holds no value and no password
     */
    public void destroy(String why) {
        pool.ended(this, Retirement.BROKEN, why);
    }

    /**
     * Registers what to do when the pool shuts down and its grace is over: called after the lease has ended, before the
     * connection is closed. If that has happened already it is called at once. The last registration counts.
     */
    public void onRevoke(Runnable action) {
        pool.onRevoke(this, action);
    }

    PoolEntry<C> entry() {
        return entry;
    }

    Object holder() {
        return holder;
    }

    long since() {
        return since;
    }

    /** Under the lock. */
    void warnOfLeakWith(Scheduler.Task warning) {
        leakWarning = warning;
    }

    /** Under the lock: whether this call ended it. */
    boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        if (leakWarning != null) {
            leakWarning.cancel();
        }
        return true;
    }

    /** Under the lock: what to run after it, if anything. */
    @Nullable
    Runnable revoke() {
        revoked = true;
        return onRevoke;
    }

    /** Under the lock: whether it is too late and the action is to be run at once. */
    boolean registerRevoke(Runnable action) {
        onRevoke = action;
        return revoked;
    }

    boolean hasEnded() {
        return ended;
    }
}
