package io.databased.junit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Waits for what has a deadline in the library. */
final class Waiting {
    private Waiting() {}

    /** The value; throws what the future fails with, as it is. */
    static <T extends @Nullable Object> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw Waiting.<RuntimeException>rethrow(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Throws; the result is only there to be thrown by the caller, which tells the compiler so. */
    @SuppressWarnings("unchecked") // the cast is erased: whatever it is, it is thrown as it is
    private static <X extends Throwable> AssertionError rethrow(Throwable failure) throws X {
        throw (X) failure;
    }
}
