package io.databased.internal.async;

import io.databased.spi.callback.Shielded;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Completes the futures of those that waited, on the executor. If that runs directly, a caller's continuation may give
 * its connection back and thereby complete the next caller's future, and so on: those are done one after another
 * instead of one inside the other, so that a long queue does not overflow the stack.
 */
public final class Delivery {
    private static final Unnested COMPLETIONS = new Unnested();

    private final Executor executor;

    public Delivery(Executor executor) {
        this.executor = executor;
    }

    /** Submits the completions in order, then runs the actions in order. */
    void finish(List<Runnable> completions, List<Runnable> actions) {
        if (COMPLETIONS.isRunning()) {
            finishNow(completions, actions);
        } else {
            COMPLETIONS.run(() -> finishNow(completions, actions));
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
            executor.execute(() -> COMPLETIONS.run(completion));
        } catch (RejectedExecutionException shutDown) {
            // A future that never completes would lose its connection; better on this thread than never.
            COMPLETIONS.run(completion);
        }
    }
}
