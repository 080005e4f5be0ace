package io.databased.internal.session;

import io.databased.RetryPolicy;
import io.databased.Session;
import io.databased.SessionStatus;
import io.databased.StatementException;
import io.databased.internal.async.OperationFuture;
import io.databased.internal.context.Context;
import io.databased.internal.failure.Failures;
import io.databased.internal.time.Pauses;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a user's work in new sessions, as often as its policy says, and never again once its future has ended. */
public final class Retry<T extends @Nullable Object> {
    private final Context context;
    private final RetryPolicy policy;
    private final Pauses pauses;
    private final Supplier<DefaultSession> sessions;
    private final Function<? super Session, ? extends CompletionStage<T>> work;
    private final OperationFuture<T> future;

    /** @param pauses ended when the database disconnects; {@code sessions} throws from then on */
    public Retry(
            Context context,
            RetryPolicy policy,
            Pauses pauses,
            Supplier<DefaultSession> sessions,
            Function<? super Session, ? extends CompletionStage<T>> work) {
        this.context = context;
        this.policy = policy;
        this.pauses = pauses;
        this.sessions = sessions;
        this.work = work;
        this.future = new OperationFuture<>(context.callbacks().guard());
    }

    public CompletableFuture<T> start() {
        run(1, null);
        return future;
    }

    private void run(int run, @Nullable DefaultSession before) {
        if (future.isDone()) {
            return; // its user has ended it during the pause
        }
        DefaultSession session;
        try {
            session = sessions.get().after(before);
        } catch (RuntimeException disconnected) {
            future.fail(disconnected);
            return;
        }
        Scope<T> scope = new Scope<>(session, work);
        future.whenAbandoned(scope::abandon);
        scope.start().whenComplete((value, failure) -> {
            if (failure != null && run < policy.maxRuns() && mayRunAgain(session, failure) && !future.isDone()) {
                pauses.pause(
                        pause(policy, run, context.random()),
                        () -> context.callbacks().run(() -> run(run + 1, session)));
            } else {
                context.callbacks().settle(future, value, failure);
            }
        });
    }

    /** Whether the failure is one that goes away, and nothing of the session was kept: its work may have committed by hand. */
    public static boolean mayRunAgain(Session session, Throwable failure) {
        return session.status() == SessionStatus.CANCELLED
                && Failures.unwrap(failure) instanceof StatementException refused
                && refused.kind().retryable();
    }

    /**
     * Between zero and the doubled pause: full jitter, so that those who collided do not collide again.
     *
     * @param random between 0 and 1
     */
    public static Duration pause(RetryPolicy policy, int run, double random) {
        long longest = policy.firstPause().toNanos();
        for (int i = 1; i < run && longest < policy.maxPause().toNanos(); i++) {
            longest *= 2;
        }
        longest = Math.min(longest, policy.maxPause().toNanos());
        return Duration.ofNanos((long) (longest * random));
    }
}
