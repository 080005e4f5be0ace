package io.databased.internal.async;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Looks after something at intervals, on a thread that ends when there was nothing to look after for a while.
 *
 * <p>{@code begun} is cleared before the last look: who finds it set before that has given something to be seen.
 */
public final class LeaderWatch {
    static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int PATIENCE = 200;
    private static final System.Logger LOG = System.getLogger("io.databased");

    private final BooleanSupplier look;
    private final Executor threads;
    private final AtomicBoolean begun = new AtomicBoolean();

    /** @param look returns whether there was anything to look after */
    LeaderWatch(BooleanSupplier look) {
        this(look, LeaderWatch::start);
    }

    /** @param threads runs what is given to it on a new thread, or throws */
    LeaderWatch(BooleanSupplier look, Executor threads) {
        this.look = look;
        this.threads = threads;
    }

    private static void start(Runnable watch) {
        Thread thread = new Thread(null, watch, "databased-callback-watch", 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    /** Has it look within two periods; what it is to see must be there before. Without a thread, the next call tries again. */
    void begin() {
        if (begun.get() || !begun.compareAndSet(false, true)) {
            return;
        }
        try {
            threads.execute(this::watch);
        } catch (OutOfMemoryError noThread) {
            begun.set(false);
            LOG.log(Level.WARNING, "No thread to look after callbacks", noThread);
        }
    }

    private void watch() {
        int inVain = 0;
        do {
            while (inVain < PATIENCE) {
                LockSupport.parkNanos(this, PERIOD_NANOS);
                inVain = look.getAsBoolean() ? 0 : inVain + 1;
            }
            inVain = 0;
            begun.set(false);
        } while (look.getAsBoolean() && begun.compareAndSet(false, true));
    }
}
