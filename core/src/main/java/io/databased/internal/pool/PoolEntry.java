package io.databased.internal.pool;

import io.databased.PoolStats.Retirement;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the pool and what it is doing. Transitions are verbs made of two states; one from another state
 * than it says is a defect of the pool and fails. All but the methods of {@link Share} are called under the lock.
 */
final class PoolEntry<C> implements Share<C> {
    /** What has not answered for longer than this may be busy for long, and is no place to queue if there is another. */
    private static final long STALLED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Pool<C> pool;
    private final C connection;
    private final int capacity;
    private final long expiresAt;

    private EntryState state = EntryState.IDLE;
    private int load; // shares in flight; 0 if leased, idle or validating
    private long idleSince;
    private long progressAt; // when it was last seen to answer a share, or to have none
    private @Nullable Lease<C> lease; // set exactly while leased
    private @Nullable Retirement retirement; // why it is to be destroyed as soon as nobody uses it
    private String retirementDetail = "";

    PoolEntry(Pool<C> pool, C connection, int capacity, long expiresAt) {
        this.pool = pool;
        this.connection = connection;
        this.capacity = capacity;
        this.expiresAt = expiresAt;
    }

    @Override
    public C connection() {
        return connection;
    }

    @Override
    public long release() {
        return pool.released(this);
    }

    @Override
    public void connectionMarked() {
        pool.marked(this);
    }

    @Override
    public void connectionFailed(Throwable cause) {
        // Not its message: what a driver says may quote a value.
        pool.failed(this, "failed with " + cause.getClass().getSimpleName());
    }

    EntryState state() {
        return state;
    }

    int load() {
        return load;
    }

    boolean hasRoom() {
        return load < capacity;
    }

    /** Whether a share has just made room for one that waited for it. */
    boolean hasRoomAgain() {
        return state == EntryState.SHARED && load == capacity - 1;
    }

    /** Whether it has shares, and has answered none of them for a while. */
    boolean isStalled(long now) {
        return load > 0 && nanosSinceProgress(now) > STALLED_NANOS;
    }

    /** How long it is since it has answered a share, or had none. */
    long nanosSinceProgress(long now) {
        return now - progressAt;
    }

    long idleNanos(long now) {
        return now - idleSince;
    }

    long expiresAt() {
        return expiresAt;
    }

    boolean isExpired(long now) {
        return now - expiresAt >= 0;
    }

    @Nullable
    Lease<C> lease() {
        return lease;
    }

    @Nullable
    Retirement retirement() {
        return retirement;
    }

    String retirementDetail() {
        return retirementDetail;
    }

    void created2idle(long now) {
        require(EntryState.IDLE);
        idleSince = now;
    }

    void idle2shared(long now) {
        move(EntryState.IDLE, EntryState.SHARED);
        load = 1;
        progressAt = now;
    }

    void share() {
        require(EntryState.SHARED);
        load++;
    }

    /** One share less; the state stays, {@link #drained2idle} or {@link #any2closed} follows when none is left. */
    int unshare(long now) {
        progressAt = now;
        if (load == 0) {
            throw new IllegalStateException("Share released from bad state " + state
                    + "; most likely release() was called twice for one share");
        }
        return --load;
    }

    void drained2idle(long now) {
        if (load != 0 || (state != EntryState.SHARED && state != EntryState.RESERVED)) {
            throw new IllegalStateException("Connection is " + state + " with " + load + " shares, not drained");
        }
        state = EntryState.IDLE;
        idleSince = now;
    }

    void shared2reserved() {
        move(EntryState.SHARED, EntryState.RESERVED);
    }

    void reserved2shared() {
        move(EntryState.RESERVED, EntryState.SHARED);
    }

    void shared2marked() {
        move(EntryState.SHARED, EntryState.MARKED);
    }

    void marked2validating() {
        move(EntryState.MARKED, EntryState.VALIDATING);
    }

    void idle2leased(Lease<C> owner) {
        move(EntryState.IDLE, EntryState.LEASED);
        lease = owner;
    }

    void leased2idle(long now) {
        move(EntryState.LEASED, EntryState.IDLE);
        lease = null;
        idleSince = now;
    }

    void idle2validating() {
        move(EntryState.IDLE, EntryState.VALIDATING);
    }

    void validating2idle(long now) {
        move(EntryState.VALIDATING, EntryState.IDLE);
        idleSince = now;
    }

    /** Destroyed once nobody uses it; the first reason stays. */
    void retire(Retirement reason, String detail) {
        if (retirement == null) {
            retirement = reason;
            retirementDetail = detail;
        }
        if (state == EntryState.SHARED || state == EntryState.RESERVED || state == EntryState.MARKED) {
            state = EntryState.RETIRING;
        }
    }

    /** From any state; shares still in flight are released later, without effect. */
    void any2closed() {
        if (state == EntryState.CLOSED) {
            throw new IllegalStateException("Connection is closed already");
        }
        state = EntryState.CLOSED;
        lease = null;
    }

    private void move(EntryState from, EntryState to) {
        require(from);
        state = to;
    }

    private void require(EntryState expected) {
        if (state != expected) {
            throw new IllegalStateException("Connection is " + state + ", not " + expected);
        }
    }
}
