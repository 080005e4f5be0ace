package io.databased.internal.pool;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Those that wait, at both doors, in the order of their coming; any can leave at any time. Under the lock. */
final class Waiters<C> {
    private final Set<Waiter<C>> queue = new LinkedHashSet<>();

    boolean isEmpty() {
        return queue.isEmpty();
    }

    int size() {
        return queue.size();
    }

    void add(Waiter<C> waiter) {
        queue.add(waiter);
    }

    /** Whether it was still waiting; if not, somebody else has decided its fate. */
    boolean remove(Waiter<C> waiter) {
        if (!queue.remove(waiter)) {
            return false;
        }
        waiter.leave();
        return true;
    }

    @Nullable
    Waiter<C> head() {
        return queue.isEmpty() ? null : queue.iterator().next();
    }

    /** How many at the front, one after another, wait for a lease; counts no further than the limit. */
    int leadingLeases(int limit) {
        int count = 0;
        for (Waiter<C> waiter : queue) {
            if (count >= limit || !waiter.wantsLease()) {
                break;
            }
            count++;
        }
        return count;
    }

    List<Waiter<C>> removeAll() {
        List<Waiter<C>> left = new ArrayList<>(queue);
        queue.clear();
        for (Waiter<C> waiter : left) {
            waiter.leave();
        }
        return left;
    }
}
