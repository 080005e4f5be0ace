package io.databased.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Closed loops: each caller asks again when it was answered. */
final class Callers implements AutoCloseable {
    /** As many as a busy service has at a time. */
    static final int MANY = 64;

    private final ExecutorService threads;

    /** @param kind {@code platform} or {@code virtual} */
    Callers(String kind) {
        threads = kind.equals("virtual") ? virtualThreads() : Executors.newFixedThreadPool(MANY);
    }

    /** Callers that chain futures; returns when all are done. */
    static void chain(int callers, int times, Supplier<? extends CompletableFuture<?>> operation) {
        CompletableFuture<?>[] chains = IntStream.range(0, callers)
                .mapToObj(caller -> times(times, operation))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(chains).join();
    }

    private static CompletableFuture<?> times(int times, Supplier<? extends CompletableFuture<?>> operation) {
        CompletableFuture<?> first = operation.get();
        return times == 1 ? first : first.thenCompose(answer -> times(times - 1, operation));
    }

    /** Callers on a thread each; returns when all are done. */
    void run(int callers, int times, Operation operation) {
        CompletableFuture<?>[] loops = IntStream.range(0, callers)
                .mapToObj(caller -> CompletableFuture.runAsync(() -> loop(times, operation), threads))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(loops).join();
    }

    private static void loop(int times, Operation operation) {
        try {
            for (int i = 0; i < times; i++) {
                operation.run();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean hasVirtualThreads() {
        return Runtime.version().feature() >= 21;
    }

    private static ExecutorService virtualThreads() {
        try {
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invoke();
        } catch (Throwable older) {
            throw new IllegalStateException("no virtual threads before JDK 21", older);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Something that a caller does and waits for. */
    @FunctionalInterface
    interface Operation {
        Object run() throws Exception;
    }
}
