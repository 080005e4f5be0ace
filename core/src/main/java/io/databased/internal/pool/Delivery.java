package io.databased.internal.pool;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Completes the futures of those that waited, on the executor. If that runs directly, a caller's continuation may give
 * its connection back and thereby complete the next caller's future, and so on: those are done one after another
 * instead of one inside the other, so that a long queue does not overflow the stack.
 */
final class Delivery {
    private final Executor executor;
    private final ThreadLocal<@Nullable ArrayDeque<Runnable>> underWay = new ThreadLocal<>();

    Delivery(Executor executor) {
        this.executor = executor;
    }

    void deliver(Runnable completion) {
        try {
            executor.execute(() -> inTurn(completion));
        } catch (RejectedExecutionException shutDown) {
            // A future that never completes would lose its connection; better on this thread than never.
            inTurn(completion);
        }
    }

    private void inTurn(Runnable completion) {
        ArrayDeque<Runnable> queue = underWay.get();
        if (queue != null) {
            queue.add(completion);
            return;
        }
        queue = new ArrayDeque<>();
        underWay.set(queue);
        try {
            for (Runnable next = completion; next != null; next = queue.poll()) {
                Monitor.run(next);
            }
        } finally {
            underWay.remove();
        }
    }
}
