package io.databased.jdbc.owner;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command on the thread that waits for it, which saves waking two threads. That thread cannot notice an interrupt
 * meanwhile, so another looks at it from time to time and cancels the command, as an interrupt does to who waits.
 *
 * <p>The watch ends when it has seen nothing run for a while. It says so and looks once more; a loan is written down
 * before it is asked whether there is a watch: one of the two sees the other.
 */
final class Lender {
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int QUIET_PERIODS = 50;
    private static final int MAX_YIELDS = 16;

    private final OwnedSession session;
    private final AtomicBoolean watched = new AtomicBoolean();
    private volatile @Nullable Loan loan;

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
            watch();
            attempt = task.attempt();
        } finally {
            loan = null;
            session.thread().giveBack();
        }
        task.finish(attempt); // after the turn: what follows may want the connection
        return true;
    }

    private void watch() {
        if (!watched.get() && watched.compareAndSet(false, true)) {
            Signals.THREADS.execute(this::look);
        }
    }

    private void look() {
        CommandTask cancelled = null;
        for (int quiet = 0; quiet < QUIET_PERIODS; quiet++) {
            LockSupport.parkNanos(PERIOD_NANOS);
            Loan running = loan;
            if (running != null) {
                quiet = 0;
                if (running.task != cancelled && running.thread.isInterrupted()) {
                    session.interrupt(running.task.work());
                    cancelled = running.task;
                }
            }
        }
        watched.set(false);
        if (loan != null) {
            watch();
        }
    }
}
