package io.databased.postgresql;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks one by one on a daemon thread, which goes when it is idle for a while. It has the context class loader of who made
 * this.
 */
final class DaemonThread implements Executor {
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor;

    DaemonThread(String name) {
        ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
        this.executor =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    thread.setContextClassLoader(classLoader);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }
}
