package io.databased.spi.callback;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Users' callbacks that a thread runs before it serves again: as many as there is time for, the others elsewhere. While they
 * are known to be long it takes none.
 *
 * <p>The thread that leads adds and runs them; any may move them elsewhere.
 */
final class Callbacks {
    /** What there is for callbacks before the thread serves again. */
    static final long BUDGET_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    /** One that takes longer would better have run elsewhere, unless its thread only had to wait for a processor. */
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** So many times in a row with a long one are no accident. */
    private static final int ACCIDENTS = 2;

    private final LongSupplier nanoTime;
    private final Wariness wariness;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private volatile Executor elsewhere = Runnable::run; // until the first is offered
    private volatile long begun; // the one that runs, or all of them
    private int accidents; // confined to who leads

    Callbacks(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.wariness = new Wariness(nanoTime);
    }

    boolean offer(Runnable callback, Executor other) {
        if (wariness.lasts()) {
            return false;
        }
        elsewhere = other;
        waiting.add(callback);
        return true;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** They are about to be run. */
    void begin() {
        begun = nanoTime.getAsLong();
    }

    /** Runs what waits, on the current thread, as long as there is time and the condition holds. */
    void run(BooleanSupplier condition) {
        long start = begun;
        long now = start;
        boolean hasLong = false;
        for (Runnable callback = waiting.poll(); callback != null; callback = waiting.poll()) {
            if (now - start > BUDGET_NANOS) {
                elsewhere.execute(callback);
                moveElsewhere();
                break;
            }
            begun = now;
            run(callback);
            if (!condition.getAsBoolean()) {
                return;
            }
            now = nanoTime.getAsLong();
            hasLong |= now - begun > LONG_NANOS;
        }
        accidents = hasLong ? accidents + 1 : 0;
        if (accidents > ACCIDENTS) {
            beWary();
        }
    }

    private static void run(Runnable callback) {
        Thread current = Thread.currentThread();
        ClassLoader loader = current.getContextClassLoader();
        Shielded.run(callback);
        Thread.interrupted(); // what it has left behind was not meant for the next
        current.setContextClassLoader(loader);
    }

    /** For how long the one that runs has been running, if one does. */
    long nanosOfCurrent() {
        return nanoTime.getAsLong() - begun;
    }

    /** Takes none for a while. */
    void beWary() {
        wariness.begin();
    }

    void moveElsewhere() {
        for (Runnable callback = waiting.poll(); callback != null; callback = waiting.poll()) {
            elsewhere.execute(callback);
        }
    }
}
