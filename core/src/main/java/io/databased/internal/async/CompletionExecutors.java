package io.databased.internal.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The executor that users' callbacks run on unless they bring their own: a virtual thread for each where the JDK has
 * them, else a pool of daemon threads, which grows while callbacks block. One for all databases; its threads go when they are
 * idle.
 */
public final class CompletionExecutors {
    /** Platform threads that run callbacks; there may be more while callbacks wait. */
    private static final int MOST_THREADS = 256;

    private CompletionExecutors() {}

    public static Executor shared() {
        return Shared.EXECUTOR;
    }

    private static final class Shared {
        static final Executor EXECUTOR = create();
    }

    private static Executor create() {
        try {
            return new LeaderExecutor((Executor) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invoke());
        } catch (NoSuchMethodException older) {
            return new LeaderExecutor(daemonPool(), MOST_THREADS);
        } catch (Throwable impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /**
     * Hands a task to a thread that is idle, or else to a new one. Its threads serve every database of the JVM, so they are in
     * no group of an application's, which might wait for their end.
     */
    private static Executor daemonPool() {
        ThreadGroup top = topGroup();
        AtomicInteger count = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(top, task, "databased-callback-" + count.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
            return thread;
        });
    }

    private static ThreadGroup topGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}
