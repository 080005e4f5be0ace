package io.databased.internal.async;

import io.databased.spi.callback.Shielded;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks that set off others of their kind on the same thread: one after another instead of one inside the other, so that
 * a long row of them does not overflow the stack.
 */
final class Unnested {
    @SuppressWarnings("ThreadLocalUsage") // there is one for each kind, which is kept in a static field
    private final ThreadLocal<@Nullable ArrayDeque<Runnable>> underWay = new ThreadLocal<>();

    /** Whether one is running on this thread. */
    boolean isRunning() {
        return underWay.get() != null;
    }

    /** Runs the task, and those that it sets off; or has it run behind the one that is running on this thread. */
    void run(Runnable task) {
        ArrayDeque<Runnable> others = underWay.get();
        if (others != null) {
            others.add(task);
            return;
        }
        ArrayDeque<Runnable> queue = new ArrayDeque<>();
        underWay.set(queue);
        try {
            for (Runnable next = task; next != null; next = queue.poll()) {
                Shielded.run(next);
            }
        } finally {
            underWay.remove();
        }
    }
}
