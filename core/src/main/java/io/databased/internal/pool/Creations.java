package io.databased.internal.pool;

import io.databased.internal.statement.Outcome;
import io.databased.internal.time.Scheduler;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections in the background. An attempt belongs to the pool, not to who asked for it: it is never cancelled
 * by a waiter that leaves. While attempts fail they are spaced: the next one starts after a delay that doubles up to a
 * quarter of a second, so that a server that is down or full is not stormed and a healed one is found soon; up to five
 * seconds if nobody waits.
 *
 * <p>An attempt that hangs may be answered until its deadline, and holds nobody up: while all hang that may be under way, and
 * somebody waits, one more is made beside them. If that hangs, too, it is given up for another, once nothing is left of it: a
 * driver that cannot stop connecting has one more at most. If one is let in, those that have hung since before it are
 * given up for others. Under the lock.
 */
final class Creations<C> {
    private static final int MAX_UNDER_WAY = 4;
    private static final long FIRST_DELAY = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_DELAY = TimeUnit.MILLISECONDS.toNanos(250);
    /** An attempt that takes longer may hang; so many times as long as usual, it does. */
    private static final long LONG = TimeUnit.MILLISECONDS.toNanos(400);

    private static final int TIMES_LONGER = 3;
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long UNKNOWN = -1;
    /** Between attempts that nobody waits for, at most: one that fails alone is soon followed by another. */
    private static final long LEISURELY_DELAY = TimeUnit.SECONDS.toNanos(5);

    /** A server of another kind often waits for its client to speak, as its client does. */
    private static final String NO_ANSWER =
            "; check host and port, that the server there is of the kind that the URL names, and that no firewall is between";

    /** Who is told. */
    interface Outcome<C> {
        void created(C connection);

        void createFailed(Throwable failure, boolean permanent);

        /** It is time to try again. */
        void retry();

        /** A connection that nobody wants any more. */
        void late(C connection);

        /** Nobody wants a connection that is being opened; returns what to run, under the lock, when that is over. */
        Runnable abandoned();
    }

    private final PoolContext<C> context;
    private final Outcome<C> outcome;
    private final Set<Attempt> underWay = new LinkedHashSet<>(); // by their begin
    private @Nullable Attempt beside; // the last that was made beside those that hang
    private long usualLogin = UNKNOWN; // how long it takes to be let in

    // Since the last success.
    private int failures;
    private @Nullable Throwable lastFailure;
    private long firstFailureAt;
    private long lastFailureAt;
    private long retryAt;
    private boolean gaveUp; // the last failure was permanent: try again only for somebody who waits

    private Scheduler.@Nullable Task retry;
    private long retryDue; // of the task

    Creations(PoolContext<C> context, Outcome<C> outcome) {
        this.context = context;
        this.outcome = outcome;
    }

    int pending() {
        return underWay.size();
    }

    /** How many connections can be counted on to arrive: none while attempts fail. */
    int promising() {
        return failures == 0 ? underWay.size() : 0;
    }
    /** The failure of the last attempt, if none succeeded since. */
    @Nullable
    Throwable lastFailure() {
        return lastFailure;
    }

    long lastFailureAt() {
        return lastFailureAt;
    }

    /**
     * Sees to it that enough attempts are under way, now or after the delay.
     *
     * @param forWaiters how many connections the waiters could use
     * @param forMin how many are missing to the minimum size
     * @param room how many more there may be
     */
    void ensure(int forWaiters, int forMin, int room) {
        int wanted = Math.max(forWaiters, gaveUp ? 0 : forMin);
        int missing = Math.min(Math.min(wanted, limit()) - pending(), room);
        if (missing <= 0) {
            if (forWaiters > 0 && !underWay.isEmpty()) {
                startBeside();
            }
            return;
        }
        if (failures == 0) {
            for (int i = 0; i < missing; i++) {
                start();
            }
            return;
        }
        boolean awaited = forWaiters > pending();
        long due = awaited ? retryAt : lastFailureAt + spaced(LEISURELY_DELAY);
        if (context.now() - due < 0) {
            retryIn(due);
            return;
        }
        startSpaced();
        if (missing > 1 && forWaiters > pending()) {
            retryIn(retryAt);
        }
    }

    /** One more, if none is under way that would do as well and it is not too soon after a failure. */
    void grow(int enough) {
        if (pending() >= Math.min(enough, limit())) {
            return;
        }
        if (failures == 0) {
            start();
        } else if (context.now() - retryAt >= 0) {
            startSpaced();
        }
    }

    /** What is under way is given up; connections that still arrive are closed. */
    void abandon() {
        for (Attempt attempt : List.copyOf(underWay)) {
            attempt.abandon();
            attempt.whenOver = outcome.abandoned();
        }
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
    }

    private int limit() {
        return Math.min(MAX_UNDER_WAY, context.max);
    }

    private void startSpaced() {
        retryAt = context.now() + delay();
        start();
    }

    /** Now, or when the last one hangs. */
    private void startBeside() {
        Attempt last = beside; // which may have failed at once
        for (Attempt attempt : underWay) {
            last = last == null || attempt.begun - last.begun > 0 ? attempt : last;
        }
        long due = last == null ? context.now() : last.begun + patience();
        if (context.now() - due < 0) {
            retryIn(due);
            return;
        }
        if (beside != null && underWay.contains(beside)) {
            beside.abandon();
        }
        if (beside == null || beside.over) {
            beside = start();
        }
    }

    /** How long an attempt may take until it is said to hang: servers may be slow to let anybody in. */
    private long patience() {
        return usualLogin == UNKNOWN
                ? context.options.loginTimeout().toNanos()
                : Math.max(LONG, TIMES_LONGER * usualLogin);
    }

    /** One that was let in late, after an outage, is no measure: what is usual grows step by step. */
    private void learn(long tookNanos) {
        usualLogin = usualLogin == UNKNOWN ? tookNanos : Math.min(tookNanos, 2 * usualLogin + STEP);
    }

    private Attempt start() {
        Attempt attempt = new Attempt();
        underWay.add(attempt);
        attempt.call.start(
                () -> context.connector.connect(attempt.givenUp), context.scheduler, context.options.loginTimeout());
        retryIn(attempt.begun + patience());
        return attempt;
    }

    private void failed(Throwable failure) {
        Throwable told = context.connector.told(failure);
        failures++;
        lastFailure = told;
        lastFailureAt = context.now();
        firstFailureAt = failures == 1 ? lastFailureAt : firstFailureAt;
        retryAt = lastFailureAt + delay();
        gaveUp = context.connector.isPermanent(failure);
        context.counters.createFailures++;
        int inARow = failures;
        boolean permanent = gaveUp;
        context.monitor.afterwards(() -> context.listener().createFailed(told, inARow, permanent));
        outcome.createFailed(told, permanent);
    }

    private void succeeded(Attempt letIn) {
        long now = context.now();
        long tookNanos = now - letIn.begun;
        learn(tookNanos);
        for (Attempt other : List.copyOf(underWay)) {
            if (other.begun - letIn.begun < 0 && now - other.begun >= patience()) {
                other.abandon();
            }
        }
        context.monitor.afterwards(() -> context.listener().created(tookNanos));
        if (failures > 0) {
            int inARow = failures;
            long since = context.now() - firstFailureAt;
            context.monitor.afterwards(() -> context.listener().recovered(inARow, since));
        }
        failures = 0;
        lastFailure = null;
        gaveUp = false;
    }

    /** Between the half and the whole, so that many clients of one server do not come back together. */
    private long delay() {
        long whole = spaced(LONGEST_DELAY);
        return whole / 2 + (long) (whole / 2.0 * context.environment.random().getAsDouble());
    }

    private long spaced(long longest) {
        return Math.min(longest, FIRST_DELAY << Math.min(Math.max(failures, 1) - 1, 10));
    }

    private void retryIn(long due) {
        if (retry != null) {
            if (retryDue - due <= 0) {
                return;
            }
            retry.cancel();
        }
        retryDue = due;
        retry = context.scheduler.schedule(this::retryNow, Math.max(1, due - context.now()));
    }

    private void retryNow() {
        context.monitor.enter();
        try {
            if (retry != null && context.now() - retryDue >= 0) {
                retry = null;
                outcome.retry();
            }
        } finally {
            context.monitor.exit();
        }
    }

    private final class Attempt implements BoundedCall.Outcome<C> {
        final BoundedCall<C> call = new BoundedCall<>(context.monitor, "Opening a connection", NO_ANSWER, this);
        final CompletableFuture<Void> givenUp = new CompletableFuture<>();
        final long begun = context.now();
        Runnable whenOver = () -> {};
        boolean over; // nothing is left of it

        void abandon() {
            underWay.remove(this);
            call.abandon();
            giveUp();
        }

        private void giveUp() {
            context.monitor.afterwards(() -> givenUp.complete(null));
        }

        @Override
        public void succeeded(C connection) {
            underWay.remove(this);
            over = true;
            if (connection == null) {
                Creations.this.failed(
                        new NullPointerException("Opening gave no connection, which is an error in the backend"));
            } else if (!context.connector.isAlive(connection)) {
                // Counts as a failure for the sake of the delay: a server that accepts and then closes is not stormed.
                outcome.late(connection);
                Creations.this.failed(new IllegalStateException("Connection was lost as soon as it was open"));
            } else {
                Creations.this.succeeded(this);
                outcome.created(connection);
            }
        }

        @Override
        public void failed(Throwable failure) {
            underWay.remove(this);
            over = true;
            giveUp(); // it may only be late
            Creations.this.failed(failure);
        }

        @Override
        public void late(C connection) {
            outcome.late(connection);
            overLate();
        }

        @Override
        public void failedLate() {
            overLate();
        }

        private void overLate() {
            over = true;
            whenOver.run();
            if (this == beside) {
                outcome.retry();
            }
        }
    }
}
