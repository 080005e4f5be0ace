package io.databased.internal.pool;

import io.databased.PoolStats;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of the pool, and among them the idle ones as a stack: the one used last is on top, so those at the
 * bottom grow old and can go, and if the top was idle for long then all were. Under the lock.
 */
final class Connections<C> {
    private final List<PoolEntry<C>> all = new ArrayList<>();
    private final ArrayDeque<PoolEntry<C>> idle = new ArrayDeque<>(); // last is on top

    int size() {
        return all.size();
    }

    int idleCount() {
        return idle.size();
    }

    /** A copy: what is done with them may remove them. */
    List<PoolEntry<C>> snapshot() {
        return List.copyOf(all);
    }

    void add(PoolEntry<C> entry) {
        all.add(entry);
        idle.addLast(entry);
    }

    void remove(PoolEntry<C> entry) {
        all.remove(entry);
        if (entry.state() == EntryState.IDLE) {
            idle.remove(entry);
        }
    }

    void push(PoolEntry<C> entry) {
        idle.addLast(entry);
    }

    @Nullable
    PoolEntry<C> lastUsed() {
        return idle.peekLast();
    }

    @Nullable
    PoolEntry<C> longestIdle() {
        return idle.peekFirst();
    }

    /** Takes the entry that {@link #lastUsed()} gave. */
    void pop() {
        idle.removeLast();
    }

    /**
     * The shared connection with the fewest shares in flight, one that has stalled only if all have; those reserved or
     * retiring do not count.
     */
    @Nullable
    PoolEntry<C> leastLoaded(long now) {
        PoolEntry<C> least = null;
        for (int i = 0; i < all.size(); i++) {
            PoolEntry<C> entry = all.get(i);
            if (entry.state() == EntryState.SHARED && (least == null || isBetter(entry, least, now))) {
                least = entry;
            }
        }
        return least;
    }

    private static boolean isBetter(PoolEntry<?> entry, PoolEntry<?> other, long now) {
        boolean stalled = entry.isStalled(now);
        return stalled == other.isStalled(now) ? entry.load() < other.load() : !stalled;
    }

    /** The reserved connection that would take the longest to drain. */
    @Nullable
    PoolEntry<C> mostLoadedReserved() {
        PoolEntry<C> most = null;
        for (PoolEntry<C> entry : all) {
            if (entry.state() == EntryState.RESERVED && (most == null || entry.load() > most.load())) {
                most = entry;
            }
        }
        return most;
    }

    int count(EntryState state) {
        int count = 0;
        for (PoolEntry<C> entry : all) {
            if (entry.state() == state) {
                count++;
            }
        }
        return count;
    }

    @Nullable
    PoolEntry<C> find(C connection) {
        for (PoolEntry<C> entry : all) {
            if (entry.connection() == connection) {
                return entry;
            }
        }
        return null;
    }

    PoolStats.Connections stats(int pending) {
        int shared = 0;
        int sharesInFlight = 0;
        for (PoolEntry<C> entry : all) {
            if (entry.load() > 0) {
                shared++;
                sharesInFlight += entry.load();
            }
        }
        return new PoolStats.Connections(
                size(), idleCount(), count(EntryState.LEASED), shared, sharesInFlight, pending);
    }
}
