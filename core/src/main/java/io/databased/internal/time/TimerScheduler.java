package io.databased.internal.time;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Real time, on one daemon thread that ends with {@link #close()}. */
public final class TimerScheduler implements Scheduler {
    private final ScheduledThreadPoolExecutor timer;
    private final Deadlines deadlines = new Deadlines(System::nanoTime, this::exactly);

    public TimerScheduler(String threadName) {
        timer = new ScheduledThreadPoolExecutor(1, action -> {
            Thread thread = new Thread(action, threadName);
            thread.setDaemon(true);
            return thread;
        });
        // Most deadlines are cancelled long before they are due; they must not pile up until then.
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        // A pool may still settle a late connection after its database is closed; that needs no deadline any more.
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Task schedule(Runnable action, long delayNanos) {
        return delayNanos < Deadlines.NEAR ? exactly(action, delayNanos) : deadlines.set(action, delayNanos);
    }

    private Task exactly(Runnable action, long delayNanos) {
        ScheduledFuture<?> scheduled = timer.schedule(action, delayNanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    /** Ends the thread; what was scheduled is forgotten. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
