package io.databased.internal.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Those that wait for the first connection to prove that the database can be reached. Under the lock. */
final class Start {
    private final Delivery delivery;
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

    Start(Delivery delivery) {
        this.delivery = delivery;
    }

    CompletableFuture<Void> join() {
        CompletableFuture<Void> started = new CompletableFuture<>();
        waiting.add(started);
        return started;
    }

    void succeeded(Monitor monitor) {
        for (CompletableFuture<Void> started : waiting) {
            monitor.afterwards(() -> delivery.deliver(() -> started.complete(null)));
        }
        waiting.clear();
    }

    void failed(Monitor monitor, Throwable failure) {
        for (CompletableFuture<Void> started : waiting) {
            monitor.afterwards(() -> delivery.deliver(() -> started.completeExceptionally(failure)));
        }
        waiting.clear();
    }
}
