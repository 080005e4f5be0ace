package io.databased.jdbc.owner;

import org.jspecify.annotations.Nullable;

/**
 * Runs a command on the thread that waits for it, which saves waking two threads. That thread cannot notice an interrupt
 * meanwhile, so the {@link LoanWatch} looks at it from time to time and cancels the command, as an interrupt does to who waits.
 *
 * <p>A loan is written down before it is asked whether there is a watch; the watch says that it leaves before it looks at
 * the loan for the last time: one of the two sees the other.
 */
final class Lender {
    private static final int QUIET_LOOKS = 50;
    private static final int MAX_YIELDS = 16;

    private final OwnedSession session;
    private volatile boolean watched;
    private volatile @Nullable Loan loan;

    // Of the watch's thread.
    private int quiet;
    private @Nullable CommandTask cancelled;

    private record Loan(Thread thread, CommandTask task) {}

    Lender(OwnedSession session) {
        this.session = session;
    }

    /** False if the connection is not idle; then nothing has happened. */
    @SuppressWarnings("ThreadPriorityCheck") // a hint, to let the one who has the turn end it
    boolean run(CommandTask task) {
        for (int yields = 0; !session.thread().borrow(task); yields++) {
            if (yields == MAX_YIELDS) {
                return false;
            }
            Thread.yield();
        }
        OwnedConnection.Attempt attempt;
        try {
            loan = new Loan(Thread.currentThread(), task);
            if (!watched) {
                LoanWatch.add(this);
            }
            attempt = task.attempt();
        } finally {
            loan = null;
            session.thread().giveBack();
        }
        task.finish(attempt); // after the turn: what follows may want the connection
        return true;
    }

    boolean isLending() {
        return loan != null;
    }

    void watched(boolean now) {
        watched = now;
    }

    /** Cancels what an interrupted thread runs; returns whether there was anything to look at lately. */
    boolean look() {
        Loan running = loan;
        quiet = running == null ? quiet + 1 : 0;
        if (running != null && running.task != cancelled && running.thread.isInterrupted()) {
            session.interrupt(running.task.work());
            cancelled = running.task;
        }
        if (quiet < QUIET_LOOKS) {
            return true;
        }
        quiet = 0;
        cancelled = null;
        return false;
    }
}
