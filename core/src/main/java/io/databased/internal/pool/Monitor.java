package io.databased.internal.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The pool's lock, and what is to be done after it is released. Every section is
 *
 * <pre>{@code
 * monitor.enter();
 * try { … monitor.afterwards(action) … } finally { monitor.exit(); }
 * }</pre>
 *
 * No foreign code that may block or call back runs inside, so that a section is short and sees no state but its own.
 * The actions of one section run in order, on the thread that leaves it.
 */
final class Monitor {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable List<Runnable> actions; // guarded by lock; null mostly, so that the fast paths allocate nothing

    void enter() {
        lock.lock();
    }

    /** Under the lock. */
    void afterwards(Runnable action) {
        if (actions == null) {
            actions = new ArrayList<>(4);
        }
        actions.add(action);
    }

    void exit() {
        List<Runnable> todo = actions;
        actions = null;
        lock.unlock();
        if (todo != null) {
            todo.forEach(Monitor::run);
        }
    }

    /** Each action is run, whatever the others do: a listener that throws must not cost anybody a connection. */
    static void run(Runnable action) {
        try {
            action.run();
        } catch (Throwable failure) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        }
    }
}
