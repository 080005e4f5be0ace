package io.databased.jdbc.owner;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Repeats a cancel until the statement has ended. Once is not enough: a cancel that arrives after the statement has
 * entered the fence but before the driver has begun it is lost. Works on threads of its own, because some drivers open a
 * connection to cancel.
 */
final class Canceller {
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(128);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    static final Executor THREADS =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(null, work, "databased-canceller", 0, false);
                thread.setDaemon(true);
                return thread;
            });

    private Canceller() {}

    static void repeat(Runnable strike, BooleanSupplier whileTrue) {
        repeat(strike, () -> {}, whileTrue);
    }

    /** As {@link #repeat(Runnable, BooleanSupplier)}, and does the last thing once when a second was not enough. */
    static void repeat(Runnable strike, Runnable last, BooleanSupplier whileTrue) {
        THREADS.execute(() -> {
            long start = System.nanoTime();
            long pause = FIRST_PAUSE_NANOS;
            boolean patient = true;
            while (whileTrue.getAsBoolean()) {
                if (patient && System.nanoTime() - start > PATIENCE_NANOS) {
                    patient = false;
                    last.run();
                }
                strike.run();
                LockSupport.parkNanos(pause);
                pause = Math.min(2 * pause, LAST_PAUSE_NANOS);
            }
        });
    }
}
