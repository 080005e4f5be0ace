package io.databased.internal.session;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Hands tasks to threads in few wake-ups: what a connection's thread has for them in one go is run by the thread that was
 * called for the first of it. A task may block: before one is run, another thread is called for those behind it, so none
 * waits for the end of another.
 *
 * <p>{@code coming} is cleared before the queue is looked at: a task that comes after the last look finds it cleared and
 * calls a thread of its own.
 */
final class Relay implements Executor {
    private final Executor threads;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean coming = new AtomicBoolean();

    Relay(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        callThread();
    }

    private void callThread() {
        if (!coming.get() && coming.compareAndSet(false, true)) {
            threads.execute(this::work);
        }
    }

    private void work() {
        coming.set(false);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            if (!tasks.isEmpty()) {
                callThread();
            }
            run(task);
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable thrown) { // as if it had had the thread for itself
            Thread current = Thread.currentThread();
            current.getUncaughtExceptionHandler().uncaughtException(current, thrown);
        }
    }
}
