package io.databased.internal.session;

import io.databased.internal.connection.HeldConnection;
import io.databased.internal.time.Scheduler;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The turns that an outermost session has on a connection which it may share with others: one for each step that is under way.
 * A step that has to wait for its turn has a deadline of its own. All under the pipeline's monitor.
 */
final class ConnectionTurns {
    private final Runnable mayNow;
    private final Consumer<Step> tooLate;
    private int taken;
    private @Nullable Step waiting;
    private Scheduler.@Nullable Task deadline;

    /**
     * @param mayNow is called outside the monitor when a turn may be had that was refused before
     * @param tooLate is called outside the monitor with a step that has waited for too long
     */
    ConnectionTurns(Runnable mayNow, Consumer<Step> tooLate) {
        this.mayNow = mayNow;
        this.tooLate = tooLate;
    }

    /** Whether the step, which is next, has its turn. */
    boolean take(HeldConnection connection, Step step) {
        if (connection.takeTurn(mayNow)) {
            taken++;
            stopWaiting();
            return true;
        }
        if (waiting == null && step.needsConnection()) {
            waiting = step;
            deadline = step.session.context().after(step.session.acquireTimeout(), () -> tooLate.accept(step));
        }
        return false;
    }

    boolean isWaiting(Step step) {
        return waiting == step;
    }

    /** That step is next, if any is: no other waits for a turn. */
    void next(@Nullable Step step) {
        if (step != waiting) {
            stopWaiting();
        }
    }

    private void stopWaiting() {
        waiting = null;
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    /** Whether some were taken for what is answered by now; asked each time something is said, where {@link #end} would cost. */
    boolean areOver(int underWay) {
        return taken > underWay;
    }

    /**
     * Gives back those that were taken for what is answered by now, or was never sent.
     *
     * @param underWay how many steps are still under way
     * @return whether others share the connection: {@link HeldConnection#turnsChanged} must follow outside the monitor
     */
    boolean end(HeldConnection connection, int underWay, int deepest, boolean refusesAll) {
        boolean shared = false;
        for (; taken > underWay; taken--) {
            shared |= connection.endTurn(deepest, refusesAll);
        }
        return shared;
    }
}
