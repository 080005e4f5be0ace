package io.databased.internal.async;

import io.databased.spi.CallbackThread;
import java.util.function.BooleanSupplier;

/**
 * Refuses to block the threads that connections and drivers live on.
 *
 * @param onServingThread whether the current thread is one of them
 */
public record BlockingGuard(BooleanSupplier onServingThread) {
    public void requireMayBlock() {
        if (onServingThread.getAsBoolean()) {
            throw new IllegalStateException("Thread " + Thread.currentThread().getName()
                    + " serves connections; waiting on it for a statement could never end. Chain with thenCompose"
                    + " instead, or leave completionExecutor at its default so that callbacks run elsewhere");
        }
        if (Thread.currentThread() instanceof CallbackThread thread) {
            thread.beforeWaiting();
        }
    }
}
