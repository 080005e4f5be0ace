package io.databased.internal.pool;

import io.databased.internal.async.Monitor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Those that wait for the first connection to prove that the database can be reached. Under the lock. */
final class Start {
    private final Monitor monitor;
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

    Start(Monitor monitor) {
        this.monitor = monitor;
    }

    CompletableFuture<Void> join() {
        CompletableFuture<Void> started = new CompletableFuture<>();
        waiting.add(started);
        return started;
    }

    void succeeded() {
        for (CompletableFuture<Void> started : waiting) {
            monitor.deliver(() -> started.complete(null));
        }
        waiting.clear();
    }

    void failed(Throwable failure) {
        for (CompletableFuture<Void> started : waiting) {
            monitor.deliver(() -> started.completeExceptionally(failure));
        }
        waiting.clear();
    }
}
