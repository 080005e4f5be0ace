package io.databased.testkit;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** Waits for futures and states, never longer than {@link #DEADLINE}. A test that waits longer fails. */
public final class Futures {
    /** How long any wait may take: far longer than on the busiest machine, and less than what never ends by itself. */
    public static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Futures() {}

    /** The stage's value, once it is there; throws what the stage fails with, as it is. */
    public static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw Futures.<RuntimeException>rethrow(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the future did not complete within " + DEADLINE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a future", e);
        }
    }

    /** What the stage fails with; fails the test if it succeeds, or fails with something else. */
    public static <X extends Throwable> X failure(CompletionStage<?> stage, Class<X> type) {
        Throwable failure = Assertions.catchThrowable(() -> await(stage));
        Assertions.assertThat(failure).isInstanceOf(type);
        // A visible CompletionException means that somewhere a failure was not unwrapped.
        Assertions.assertThat(failure).isNotInstanceOf(CompletionException.class);
        return type.cast(failure);
    }

    /** Returns once the state is reached; the description completes "did not happen in time: …". */
    public static void until(String description, BooleanSupplier state) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!state.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("did not happen in time: " + description);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Throws; the result is only there to be thrown by the caller, which tells the compiler so. */
    @SuppressWarnings("unchecked") // the cast is erased: whatever it is, it is thrown as it is
    private static <X extends Throwable> AssertionError rethrow(Throwable failure) throws X {
        throw (X) failure;
    }
}
