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

    static final Executor THREADS =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(null, work, "databased-canceller", 0, false);
                thread.setDaemon(true);
                return thread;
            });

    private Canceller() {}

    static void repeat(Runnable strike, BooleanSupplier whileTrue) {
        THREADS.execute(() -> {
            long pause = FIRST_PAUSE_NANOS;
            while (whileTrue.getAsBoolean()) {
                strike.run();
                LockSupport.parkNanos(pause);
                pause = Math.min(2 * pause, LAST_PAUSE_NANOS);
            }
        });
    }
}
