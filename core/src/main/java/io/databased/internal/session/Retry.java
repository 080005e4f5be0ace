package io.databased.internal.session;

import io.databased.RetryPolicy;
import io.databased.Session;
import io.databased.StatementException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a user's work in new sessions, as often as its policy says. */
final class Retry<T extends @Nullable Object> {
    private final Engine engine;
    private final RetryPolicy policy;
    private final Supplier<DefaultSession> sessions;
    private final Function<? super Session, ? extends CompletionStage<T>> work;
    private final OperationFuture<T> future;

    Retry(
            Engine engine,
            RetryPolicy policy,
            Supplier<DefaultSession> sessions,
            Function<? super Session, ? extends CompletionStage<T>> work) {
        this.engine = engine;
        this.policy = policy;
        this.sessions = sessions;
        this.work = work;
        this.future = new OperationFuture<>(engine.guard());
    }

    CompletableFuture<T> start() {
        run(1);
        return future;
    }

    private void run(int run) {
        DefaultSession session;
        try {
            session = sessions.get();
        } catch (RuntimeException disconnected) {
            future.fail(disconnected);
            return;
        }
        future.whenAbandoned(() -> Scope.cancel(session));
        new Scope<>(session, work).start().whenComplete((value, failure) -> {
            if (failure != null && run < policy.maxRuns() && retryable(failure) && !future.isDone()) {
                engine.after(pause(policy, run), () -> engine.complete(() -> run(run + 1)));
            } else {
                engine.settle(future, value, failure);
            }
        });
    }

    static boolean retryable(Throwable failure) {
        return Failures.unwrap(failure) instanceof StatementException refused
                && refused.kind().retryable();
    }

    /** Between zero and the doubled pause: full jitter, so that those who collided do not collide again. */
    static Duration pause(RetryPolicy policy, int run) {
        long longest = policy.firstPause().toNanos();
        for (int i = 1; i < run && longest < policy.maxPause().toNanos(); i++) {
            longest *= 2;
        }
        longest = Math.min(longest, policy.maxPause().toNanos());
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest + 1));
    }
}
