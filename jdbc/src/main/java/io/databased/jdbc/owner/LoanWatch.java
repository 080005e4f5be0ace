package io.databased.jdbc.owner;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks after the threads that connections run commands on, fifty times a second and on one thread for all connections. It
 * leaves a connection that has lent nothing for a second, and ends when there is none.
 *
 * <p>{@code begun} is cleared before it is looked for the last time whether there is a lender: who adds one before that is
 * seen, and who adds one after it begins the watch anew.
 */
final class LoanWatch {
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Set<Lender> LENDERS = ConcurrentHashMap.newKeySet();
    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private LoanWatch() {}

    static void add(Lender lender) {
        lender.watched(true);
        LENDERS.add(lender);
        begin();
    }

    private static void begin() {
        if (BEGUN.compareAndSet(false, true)) {
            Signals.THREADS.execute(LoanWatch::watch);
        }
    }

    private static void watch() {
        while (!LENDERS.isEmpty()) {
            LockSupport.parkNanos(PERIOD_NANOS);
            for (Lender lender : LENDERS) {
                if (!lender.look()) {
                    leave(lender);
                }
            }
        }
        BEGUN.set(false);
        if (!LENDERS.isEmpty()) {
            begin();
        }
    }

    private static void leave(Lender lender) {
        LENDERS.remove(lender);
        lender.watched(false);
        if (lender.isLending()) {
            add(lender);
        }
    }
}
