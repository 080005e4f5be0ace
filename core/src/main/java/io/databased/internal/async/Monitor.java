package io.databased.internal.async;

import io.databased.spi.callback.Shielded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock, and what is to be done after it is released. Every section is
 *
 * <pre>{@code
 * monitor.enter();
 * try { … monitor.afterwards(action) … } finally { monitor.exit(); }
 * }</pre>
 *
 * No foreign code that may block or call back runs inside, so that a section is short and sees no state but its own.
 * The thread that leaves the outermost section first hands over what the section decided, in order, and then runs its other
 * actions, in order. Hand-overs come first because an action may enter again and decide more of them.
 */
public final class Monitor {
    private final ReentrantLock lock = new ReentrantLock();
    private final @Nullable Delivery delivery;

    // Guarded by the lock; null mostly, so that the fast paths allocate nothing.
    private @Nullable List<Runnable> completions;
    private @Nullable List<Runnable> actions;

    /** Runs actions only. */
    public Monitor() {
        this.delivery = null;
    }

    /** @param delivery completes what is delivered */
    public Monitor(Delivery delivery) {
        this.delivery = delivery;
    }

    public void enter() {
        lock.lock();
    }

    /** Under the lock: completes the future of somebody who waits. */
    public void deliver(Runnable completion) {
        if (completions == null) {
            completions = new ArrayList<>(4);
        }
        completions.add(completion);
    }

    /** Under the lock. */
    public void afterwards(Runnable action) {
        if (actions == null) {
            actions = new ArrayList<>(4);
        }
        actions.add(action);
    }

    public void exit() {
        if (lock.getHoldCount() > 1) {
            lock.unlock();
            return;
        }
        List<Runnable> decided = completions;
        List<Runnable> todo = actions;
        completions = null;
        actions = null;
        lock.unlock();
        if (delivery != null) {
            if (decided != null || todo != null) {
                delivery.finish(decided == null ? List.of() : decided, todo == null ? List.of() : todo);
            }
        } else if (todo != null) {
            todo.forEach(Shielded::run);
        }
    }
}
