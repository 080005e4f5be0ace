package io.databased.testkit;

import static io.databased.testkit.Futures.await;

import io.databased.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Callers at once. */
final class ManyThreads {
    private ManyThreads() {}

    /** Runs the work on eight threads at once, and waits for what it starts. */
    static void onThreads(IntFunction<CompletableFuture<?>> work) {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> started = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int thread = i;
                started.add(threads.submit(() -> await(work.apply(thread))));
            }
            for (Future<?> thread : started) {
                thread.get(Futures.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("a thread failed", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Returns once the callback runs on another thread than this: not if the answer was there before it was asked for. */
    static CompletableFuture<?> inCallback(Database database, Runnable callback) {
        Thread test = Thread.currentThread();
        CompletableFuture<Boolean> elsewhere = new CompletableFuture<>();
        CompletableFuture<?> called = database.fetchAll("SELECT 1").thenRun(() -> {
            boolean isElsewhere = Thread.currentThread() != test;
            elsewhere.complete(isElsewhere);
            if (isElsewhere) {
                callback.run();
            }
        });
        return await(elsewhere) ? called : inCallback(database, callback);
    }

    static CompletableFuture<Void> all(List<? extends CompletableFuture<?>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }
}
