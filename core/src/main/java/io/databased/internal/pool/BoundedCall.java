package io.databased.internal.pool;

import io.databased.internal.async.Monitor;
import io.databased.internal.failure.Failures;
import io.databased.internal.statement.Outcome;
import io.databased.internal.time.Durations;
import io.databased.internal.time.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call of the connector, with a deadline. It ends once, by its result, its deadline or by being abandoned,
 * whichever is first; all three decide that under the lock, so exactly one of them wins.
 *
 * @param <T> the result
 */
final class BoundedCall<T> {
    /** What becomes of the call. All are called under the lock. */
    interface Outcome<T> {
        void succeeded(T result);

        void failed(Throwable failure);

        /** The result arrived after the call had ended. */
        default void late(T result) {}

        /** The call failed after it had ended. */
        default void failedLate() {}
    }

    private final Monitor monitor;
    private final String what;
    private final String remedy;
    private final Outcome<T> outcome;

    // Guarded by the monitor.
    private boolean ended;
    private Scheduler.@Nullable Task deadline;

    BoundedCall(Monitor monitor, String what, Outcome<T> outcome) {
        this(monitor, what, "", outcome);
    }

    /** @param remedy what to do if there is no answer, as the end of a message */
    BoundedCall(Monitor monitor, String what, String remedy, Outcome<T> outcome) {
        this.monitor = monitor;
        this.what = what;
        this.remedy = remedy;
        this.outcome = outcome;
    }

    /** Under the lock; the call itself is made after it. */
    void start(Supplier<? extends CompletionStage<? extends T>> call, Scheduler scheduler, Duration timeout) {
        deadline = scheduler.schedule(() -> expire(timeout), timeout.toNanos());
        monitor.afterwards(() -> run(call));
    }

    /** Under the lock: neither outcome is called any more, but one of those for late results still is. */
    void abandon() {
        ended = true;
        cancelDeadline();
    }

    private void run(Supplier<? extends CompletionStage<? extends T>> call) {
        CompletionStage<? extends T> stage;
        try {
            stage = call.get();
        } catch (Throwable failure) {
            settle(null, failure);
            return;
        }
        if (stage == null) {
            settle(null, new NullPointerException(what + " gave no stage, which is an error in the backend"));
        } else {
            stage.whenComplete(this::settle);
        }
    }

    private void settle(@Nullable T result, @Nullable Throwable failure) {
        monitor.enter();
        try {
            if (ended) {
                if (failure == null && result != null) {
                    outcome.late(result);
                } else {
                    outcome.failedLate();
                }
                return;
            }
            ended = true;
            cancelDeadline();
            if (failure != null) {
                outcome.failed(Failures.unwrap(failure));
            } else {
                succeed(result);
            }
        } finally {
            monitor.exit();
        }
    }

    // A stage of Void completes with null; only its outcome knows whether it needs a value.
    @SuppressWarnings("NullAway")
    private void succeed(@Nullable T result) {
        outcome.succeeded(result);
    }

    private void expire(Duration timeout) {
        monitor.enter();
        try {
            if (!ended) {
                ended = true;
                outcome.failed(
                        new TimeoutException(what + " was not answered within " + Durations.text(timeout) + remedy));
            }
        } finally {
            monitor.exit();
        }
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel();
        }
    }
}
