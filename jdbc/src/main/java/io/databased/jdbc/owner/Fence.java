package io.databased.jdbc.owner;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a cancel from hitting another statement than the one it was meant for: the connection is told to cancel only
 * while that statement is inside the fence, and the statement cannot leave before the connection was told.
 *
 * <p>Entering and leaving costs a write and a compare-and-set; only a leave that meets a strike takes the lock.
 */
final class Fence {
    private static final Object STRIKE = new Object();

    private final AtomicReference<@Nullable Object> inside = new AtomicReference<>();
    private final ReentrantLock striking = new ReentrantLock();

    /** Owner thread only. */
    void enter(Object statement) {
        inside.set(statement);
    }

    /** Owner thread only; when it returns, no strike is under way and none can begin. */
    void leave(Object statement) {
        if (!inside.compareAndSet(statement, null)) {
            striking.lock();
            try {
                inside.set(null);
            } finally {
                striking.unlock();
            }
        }
    }

    /** Runs the cancel if a statement that is meant is inside. Any thread. */
    void strike(Predicate<Object> meant, Runnable cancel) {
        striking.lock();
        try {
            Object statement = inside.get();
            if (statement != null && meant.test(statement) && inside.compareAndSet(statement, STRIKE)) {
                try {
                    cancel.run();
                } finally {
                    inside.set(statement);
                }
            }
        } finally {
            striking.unlock();
        }
    }
}
