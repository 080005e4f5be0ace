package io.databased.internal.async;

import io.databased.spi.callback.Shielded;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Completes the futures of those that waited, on the executor. If that runs directly, a caller's continuation may give
 * its connection back and thereby complete the next caller's future, and so on: those are done one after another
 * instead of one inside the other, so that a long queue does not overflow the stack.
 */
public final class Delivery {
    private static final ThreadLocal<@Nullable ArrayDeque<Runnable>> UNDER_WAY = new ThreadLocal<>();

    private final Executor executor;

    public Delivery(Executor executor) {
        this.executor = executor;
    }

    /** Submits the completions in order, then runs the actions in order. */
    void finish(List<Runnable> completions, List<Runnable> actions) {
        if (UNDER_WAY.get() != null) {
            finishNow(completions, actions);
        } else {
            drainAfter(() -> finishNow(completions, actions));
        }
    }

    // Inside a completion the actions run at once, since somebody may wait for them there; completions take their turn.
    private void finishNow(List<Runnable> completions, List<Runnable> actions) {
        for (Runnable completion : completions) {
            submit(completion);
        }
        for (Runnable action : actions) {
            Shielded.run(action);
        }
    }

    private void submit(Runnable completion) {
        try {
            executor.execute(() -> inTurn(completion));
        } catch (RejectedExecutionException shutDown) {
            // A future that never completes would lose its connection; better on this thread than never.
            inTurn(completion);
        }
    }

    private static void inTurn(Runnable completion) {
        ArrayDeque<Runnable> queue = UNDER_WAY.get();
        if (queue != null) {
            queue.add(completion);
        } else {
            drainAfter(completion);
        }
    }

    private static void drainAfter(Runnable first) {
        ArrayDeque<Runnable> queue = new ArrayDeque<>();
        UNDER_WAY.set(queue);
        try {
            for (Runnable next = first; next != null; next = queue.poll()) {
                Shielded.run(next);
            }
        } finally {
            UNDER_WAY.remove();
        }
    }
}
