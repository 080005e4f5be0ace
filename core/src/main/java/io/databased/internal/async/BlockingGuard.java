package io.databased.internal.async;

import io.databased.spi.CallbackThread;
import io.databased.spi.DatabaseBackend;

/** Refuses to block the threads that connections and drivers live on. */
public record BlockingGuard(DatabaseBackend backend) {
    public void requireMayBlock() {
        if (backend.onBackendThread()) {
            throw new IllegalStateException("Thread " + Thread.currentThread().getName()
                    + " serves connections; waiting on it for a statement could never end. Chain with thenCompose"
                    + " instead, or leave completionExecutor at its default so that callbacks run elsewhere");
        }
        if (Thread.currentThread() instanceof CallbackThread thread) {
            thread.beforeWaiting();
        }
    }
}
