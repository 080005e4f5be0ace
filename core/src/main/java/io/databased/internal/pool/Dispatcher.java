package io.databased.internal.pool;

import io.databased.PoolStats.Retirement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings connections and callers together. Under the lock, all of it.
 *
 * <p>These hold whenever the lock is free:
 *
 * <ul>
 *   <li>Open connections and those being created are together no more than the maximum, unless it was lowered, or while
 *       attempts to connect hang and one more is made beside them.
 *   <li>While somebody waits, no idle connection is fit for use without a check, and as many checks as can help run.
 *   <li>While somebody waits for a lease, for each at the front of the queue a connection is being checked or created,
 *       or one shared is reserved and drains, as far as there are any: nobody waits for something that may never come.
 *   <li>A waiter that is not thus promised a connection is not overtaken, by nobody. One that is loses nothing if a
 *       share joins a connection that is not reserved.
 * </ul>
 */
final class Dispatcher<C> implements Creations.Outcome<C> {
    private final Pool<C> pool;
    private final PoolContext<C> context;
    private final long validateAfterIdle;
    private final Connections<C> connections = new Connections<>();
    private final Waiters<C> waiters = new Waiters<>();
    private final Creations<C> creations;
    private final Validations<C> validations;
    private final Closings<C> closings;
    private final Sweeper<C> sweeper;
    private final Start start;

    private @Nullable PoolEntry<C> checked; // the connection that has just answered, while it is given to who waits
    private boolean closed;
    private int reserved; // connections in that state
    private int unpromised; // waiters that must not be overtaken

    Dispatcher(Pool<C> pool, PoolContext<C> context, Runnable settled) {
        this.pool = pool;
        this.context = context;
        this.validateAfterIdle = context.options.validateAfterIdle().toNanos();
        this.creations = new Creations<>(context, this);
        this.validations = new Validations<>(context, this::validated);
        this.closings = new Closings<>(context, settled);
        this.sweeper = new Sweeper<>(context, connections, this);
        this.start = new Start(context.monitor);
    }

    Connections<C> connections() {
        return connections;
    }

    Waiters<C> waiters() {
        return waiters;
    }

    Creations<C> creations() {
        return creations;
    }

    Closings<C> closings() {
        return closings;
    }

    Start start() {
        return start;
    }

    boolean isClosed() {
        return closed;
    }

    // The two doors, without waiting.

    @Nullable
    PoolEntry<C> leaseNow() {
        return waiters.isEmpty() && !closed ? fitIdle() : null;
    }

    @Nullable
    PoolEntry<C> shareNow() {
        if (closed || unpromised > 0) {
            return null;
        }
        PoolEntry<C> entry = forShare();
        if (entry != null) {
            joinShare(entry);
        }
        return entry;
    }

    /** Grants a lease on an idle connection. */
    Lease<C> lend(PoolEntry<C> entry, Object holder, long now) {
        Lease<C> lease = new Lease<>(pool, entry, holder, now);
        entry.idle2leased(lease);
        context.counters.acquired++;
        context.options
                .leakThreshold()
                .ifPresent(threshold -> lease.warnOfLeakWith(context.scheduler.schedule(
                        () -> context.listener().leaked(holder, context.now() - now), threshold.toNanos())));
        return lease;
    }

    /** Grants a share on a connection that {@link #forShare} chose. */
    void joinShare(PoolEntry<C> entry) {
        if (entry.state() == EntryState.IDLE) {
            entry.idle2shared(context.now());
        } else {
            grow(entry.load());
            entry.share();
        }
        context.counters.acquired++;
    }

    // Who waits.

    void enqueue(Waiter<C> waiter) {
        waiters.add(waiter);
        serve();
    }

    /** Serves those that wait, first come first served, and sees to it that what they still wait for will come. */
    void serve() {
        if (closed) {
            return;
        }
        boolean unreserved;
        do {
            grantFromTheFront();
            askForMore();
            unreserved = reserve();
        } while (unreserved && !waiters.isEmpty());
    }

    private void grantFromTheFront() {
        for (Waiter<C> head = waiters.head(); head != null; head = waiters.head()) {
            PoolEntry<C> entry = head.wantsLease() ? fitIdle() : forShare();
            if (entry == null) {
                return;
            }
            waiters.remove(head);
            long now = context.now();
            context.counters.waited(now - head.since());
            context.monitor.deliver(head.grant(this, entry, now));
        }
    }

    private void askForMore() {
        while (connections.idleCount() > 0 && validations.underWay() < waiters.size()) {
            validateLastUsed();
        }
        int open = connections.size();
        int pending = creations.pending();
        creations.ensure(waiters.size() - validations.underWay(), context.min - open, context.max - open - pending);
    }

    /**
     * Reserves shared connections for the leases at the front that nothing else is promised to, or gives reserved ones
     * back if there are more than that. A reservation belongs to no waiter in particular: what has drained goes to
     * whoever is first then.
     *
     * @return whether connections were given back, so that shares may be served
     */
    private boolean reserve() {
        int coming = validations.underWay() + creations.promising();
        int leases = waiters.leadingLeases(connections.size() + coming);
        int wanted = leases - coming;
        boolean unreserved = false;
        while (reserved > Math.max(0, wanted)) {
            PoolEntry<C> entry = connections.mostLoadedReserved();
            if (entry == null) {
                throw new IllegalStateException(reserved + " connections reserved, none found");
            }
            entry.reserved2shared();
            reserved--;
            unreserved = true;
        }
        while (reserved < wanted) {
            PoolEntry<C> entry = connections.leastLoaded(context.now());
            if (entry == null) {
                break;
            }
            entry.shared2reserved();
            reserved++;
        }
        // A share that waits has come to stand behind them all and is promised nothing: none may pass it.
        unpromised = waiters.size() - Math.min(leases, coming + reserved);
        return unreserved;
    }

    // Which connection.

    /** Takes the connection used last if it is fit for use without a check. */
    private @Nullable PoolEntry<C> fitIdle() {
        PoolEntry<C> entry = connections.lastUsed();
        if (entry == null) {
            return null;
        }
        long now = context.now();
        for (; entry != null; entry = connections.lastUsed()) {
            if (entry.isExpired(now)) {
                discard(entry, Retirement.LIFETIME, "");
            } else if (!context.connector.isAlive(entry.connection())) {
                discard(entry, Retirement.BROKEN, "lost while idle");
            } else if (entry != checked && entry.idleNanos(now) > validateAfterIdle) {
                return null;
            } else {
                connections.pop();
                return entry;
            }
        }
        return null;
    }

    private @Nullable PoolEntry<C> forShare() {
        PoolEntry<C> idle = fitIdle();
        if (idle != null) {
            return idle;
        }
        long now = context.now();
        PoolEntry<C> shared = connections.leastLoaded(now);
        return shared != null && shared.hasRoom() && !shared.isStalled(now) ? shared : null;
    }

    /** All are busy: one more connection for every share that has to join another, but nobody waits for it. */
    private void grow(int load) {
        if (connections.idleCount() > 0) {
            if (validations.underWay() < load) {
                validateLastUsed();
            }
        } else if (connections.size() + creations.pending() < context.max) {
            creations.grow(load);
        }
    }

    // What becomes of connections.

    private void validateLastUsed() {
        PoolEntry<C> entry = connections.lastUsed();
        if (entry != null) {
            connections.pop();
            entry.idle2validating();
            validations.start(entry);
        }
    }

    private void validated(PoolEntry<C> entry, boolean answers) {
        if (entry.state() == EntryState.CLOSED) {
            return;
        }
        if (answers) {
            // However long this takes: were it checked again, a limit of zero would have it checked for ever.
            checked = entry;
            returned(entry);
            checked = null;
            return;
        }
        discard(entry, Retirement.INVALID, "");
        // What has killed one of them has likely killed all: check them side by side, not one after another.
        while (connections.idleCount() > 0) {
            validateLastUsed();
        }
        serve();
    }

    long shareReleased(PoolEntry<C> entry) {
        long now = context.now();
        long busy = entry.nanosSinceProgress(now);
        boolean stalled = entry.isStalled(now);
        if (entry.unshare(now) == 0 && entry.state() != EntryState.CLOSED) {
            returned(entry);
        } else if (!waiters.isEmpty() && (stalled || entry.hasRoomAgain())) {
            serve();
        }
        return busy;
    }

    /** Nobody uses the connection any more: it is idle again, or it goes. */
    void returned(PoolEntry<C> entry) {
        long now = context.now();
        if (entry.state() == EntryState.RESERVED) {
            reserved--;
        }
        Retirement reason = whyToGo(entry, now);
        if (reason != null) {
            discard(entry, reason, entry.retirementDetail());
            serve();
            return;
        }
        if (entry.state() == EntryState.MARKED) {
            entry.marked2validating();
            validations.reset(entry);
            return;
        }
        switch (entry.state()) {
            case SHARED, RESERVED -> entry.drained2idle(now);
            case LEASED -> entry.leased2idle(now);
            case VALIDATING -> entry.validating2idle(now);
            default -> throw new IllegalStateException("Connection was returned while " + entry.state());
        }
        connections.push(entry);
        if (!waiters.isEmpty()) {
            serve();
        }
    }

    /** Resets the connection as soon as nobody uses it. */
    void mark(PoolEntry<C> entry) {
        if (entry.state() == EntryState.RESERVED) {
            entry.reserved2shared();
            reserved--;
        }
        if (entry.state() == EntryState.SHARED) {
            entry.shared2marked();
            serve();
        }
    }

    /** Whether the connection, were it returned now, would go to somebody who waits. */
    boolean isWanted(PoolEntry<C> entry) {
        return !waiters.isEmpty() && whyToGo(entry, context.now()) == null;
    }

    private @Nullable Retirement whyToGo(PoolEntry<C> entry, long now) {
        Retirement decided = entry.retirement();
        if (decided != null) {
            return decided;
        }
        if (closed) {
            return Retirement.SHUTDOWN;
        }
        if (entry.isExpired(now)) {
            return Retirement.LIFETIME;
        }
        return connections.size() > context.max ? Retirement.EXCESS : null;
    }

    /** Destroys the connection as soon as nobody uses it, which may be now. {@link #serve} is to follow. */
    void retire(PoolEntry<C> entry, Retirement reason, String detail) {
        if (entry.state() == EntryState.CLOSED) {
            return;
        }
        if (entry.state() == EntryState.IDLE) {
            discard(entry, reason, detail);
            return;
        }
        if (entry.state() == EntryState.RESERVED) {
            reserved--;
        }
        entry.retire(reason, detail);
    }

    /**
     * Takes the connection out of the pool and closes it in the background. Its place is free at once: one that is slow
     * to close must not keep others waiting.
     */
    void discard(PoolEntry<C> entry, Retirement reason, String detail) {
        connections.remove(entry);
        entry.any2closed();
        context.counters.destroyed(reason);
        context.monitor.afterwards(() -> context.listener().destroyed(reason, detail));
        closings.close(entry.connection());
    }

    @Override
    public void created(C connection) {
        context.counters.created++;
        long now = context.now();
        long lifetime = context.options.maxLifetime().toNanos();
        double jitter =
                context.options.lifetimeJitter() * context.environment.random().getAsDouble();
        int capacity = Math.min(context.options.maxPipelined(), context.connector.maxPipelined(connection));
        PoolEntry<C> entry = new PoolEntry<>(pool, connection, capacity, now + lifetime - (long) (lifetime * jitter));
        entry.created2idle(now);
        connections.add(entry);
        if (connections.size() > context.max) {
            discard(entry, Retirement.EXCESS, "");
        } else {
            sweeper.watch(entry);
        }
        start.succeeded();
        serve();
    }

    @Override
    public void createFailed(Throwable failure, boolean permanent) {
        start.failed(failure);
        if (permanent) {
            refuseAll(waiters.removeAll(), failure);
        }
        serve();
    }

    @Override
    public void retry() {
        serve();
    }

    @Override
    public void late(C connection) {
        closings.close(connection);
    }

    @Override
    public Runnable abandoned() {
        return closings.awaitOpening();
    }

    void resize(int min, int max) {
        context.min = min;
        context.max = max;
        while (connections.size() > max) {
            PoolEntry<C> idle = connections.longestIdle();
            if (idle == null) {
                break;
            }
            discard(idle, Retirement.EXCESS, "");
        }
        // Those in use go when they come back; a shared one may never be free unless it is closed to newcomers.
        int excess = connections.size() - max - connections.count(EntryState.RETIRING);
        for (PoolEntry<C> shared = connections.leastLoaded(context.now());
                shared != null && excess > 0;
                shared = connections.leastLoaded(context.now())) {
            retire(shared, Retirement.EXCESS, "");
            excess--;
        }
        serve();
    }

    /** From now on nothing is granted, created or kept. */
    void close(Throwable cause) {
        closed = true;
        creations.abandon();
        sweeper.stop();
        start.failed(cause);
        refuseAll(waiters.removeAll(), cause);
        reserved = 0;
        for (PoolEntry<C> entry : connections.snapshot()) {
            if (entry.state() == EntryState.RESERVED) {
                entry.reserved2shared();
            } else if (entry.state() == EntryState.IDLE || entry.state() == EntryState.VALIDATING) {
                discard(entry, Retirement.SHUTDOWN, "");
            }
        }
    }

    private void refuseAll(List<Waiter<C>> refused, Throwable failure) {
        for (Waiter<C> waiter : refused) {
            context.monitor.deliver(() -> waiter.refuse(failure));
        }
    }
}
