package io.databased.jdbc.owner;

import io.databased.spi.callback.Watch;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command on the thread that waits for it, which saves waking two threads. That thread cannot notice an interrupt
 * meanwhile, so the {@link Watch} looks at it from time to time and cancels the command, as an interrupt does to who waits.
 */
final class Lender {
    private static final int MAX_YIELDS = 16;

    private final OwnedSession session;
    private final Watch.Post watch = Watch.post(this::look);
    private volatile @Nullable Loan loan;
    private @Nullable CommandTask cancelled; // confined to the watch

    private record Loan(Thread thread, CommandTask task) {}

    Lender(OwnedSession session) {
        this.session = session;
    }

    /** False if the connection is not idle; then nothing has happened. */
    @SuppressWarnings("ThreadPriorityCheck") // a hint, to let the one who has the turn end it
    boolean run(CommandTask task) {
        for (int yields = 0; !session.owner().borrow(task); yields++) {
            if (yields == MAX_YIELDS) {
                return false;
            }
            Thread.yield();
        }
        OwnedConnection.Attempt attempt;
        try {
            loan = new Loan(Thread.currentThread(), task);
            watch.begin();
            attempt = task.attempt();
        } finally {
            loan = null;
            session.owner().giveBack();
        }
        task.finish(attempt); // after the turn: what follows may want the connection
        return true;
    }

    /** Cancels what an interrupted thread runs; returns whether one runs anything. */
    private boolean look() {
        Loan running = loan;
        if (running == null) {
            cancelled = null;
            return false;
        }
        if (running.task != cancelled && running.thread.isInterrupted()) {
            session.interrupt(running.task.work());
            cancelled = running.task;
        }
        return true;
    }
}
