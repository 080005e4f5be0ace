package io.databased.internal.session;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Waits for futures on the caller's thread. */
final class Waiting {
    private Waiting() {}

    /**
     * Waits for the value; an interrupt abandons the operation.
     *
     * @throws CancellationException after an interrupt, whose flag stays set
     */
    static <T extends @Nullable Object> T forValue(CompletableFuture<T> future, Runnable abandon) {
        try {
            return future.get();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            abandon.run();
            throw new CancellationException("interrupted while waiting; the statement was cancelled");
        } catch (ExecutionException failure) {
            throw Waiting.<RuntimeException>thrown(Failures.unwrap(failure));
        }
    }

    /** Waits to the end in any case, keeping an interrupt for later. */
    static <T extends @Nullable Object> T untilDone(CompletableFuture<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException interrupt) {
                    interrupted = true;
                } catch (ExecutionException failure) {
                    throw Waiting.<RuntimeException>thrown(Failures.unwrap(failure));
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Our failures are unchecked; what a user's own code threw is thrown as it is. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // erased: nothing is cast at run time
    private static <X extends Throwable> X thrown(Throwable failure) throws X {
        throw (X) failure;
    }
}
