package io.databased.internal.async;

import io.databased.spi.callback.Shielded;
import java.util.List;

/**
 * Completes the futures of those that waited. A caller's continuation may give its connection back and thereby complete
 * the next caller's future, and so on: those are done one after another instead of one inside the other, so that a long
 * queue does not overflow the stack.
 */
public final class Delivery {
    private static final Unnested COMPLETIONS = new Unnested();

    /** Runs the completions in order, then the actions in order. */
    void finish(List<Runnable> completions, List<Runnable> actions) {
        if (COMPLETIONS.isRunning()) {
            finishNow(completions, actions);
        } else {
            COMPLETIONS.run(() -> finishNow(completions, actions));
        }
    }

    // Inside a completion the actions run at once, since somebody may wait for them there; completions take their turn.
    private void finishNow(List<Runnable> completions, List<Runnable> actions) {
        completions.forEach(COMPLETIONS::run);
        actions.forEach(Shielded::run);
    }
}
