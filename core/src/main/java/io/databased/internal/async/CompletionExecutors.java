package io.databased.internal.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;

/**
 * The executor that users' callbacks run on unless they bring their own: a virtual thread for each where the JDK has
 * them, else a small pool of daemon threads, which grows while callbacks block in {@code join}. One for all databases; its
 * threads go when they are idle.
 */
public final class CompletionExecutors {
    private static final int MOST_THREADS = 256;

    private CompletionExecutors() {}

    public static Executor shared() {
        return Shared.EXECUTOR;
    }

    private static final class Shared {
        static final Executor EXECUTOR = new LeaderExecutor(create());
    }

    private static Executor create() {
        try {
            return (Executor) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(java.util.concurrent.ExecutorService.class))
                    .invoke();
        } catch (NoSuchMethodException older) {
            return daemonPool();
        } catch (Throwable impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** A fork-join pool, because {@code CompletableFuture.join} on its threads makes it add a thread in their place. */
    private static Executor daemonPool() {
        int parallelism = Math.max(2, Runtime.getRuntime().availableProcessors());
        ForkJoinPool.ForkJoinWorkerThreadFactory factory = pool -> {
            ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
            thread.setName("databased-callback-" + thread.getPoolIndex());
            return thread;
        };
        return new ForkJoinPool(
                parallelism, factory, null, true, parallelism, MOST_THREADS, 1, pool -> true, 60, TimeUnit.SECONDS);
    }
}
