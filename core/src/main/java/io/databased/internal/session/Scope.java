package io.databased.internal.session;

import io.databased.RetryPolicy;
import io.databased.Session;
import io.databased.SessionStatus;
import io.databased.StatementException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a user's work in a session: commits when it completes, cancels when it does not. */
final class Scope<T extends @Nullable Object> {
    private final DefaultSession session;
    private final Function<? super Session, ? extends CompletionStage<T>> work;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    private Scope(DefaultSession session, Function<? super Session, ? extends CompletionStage<T>> work) {
        this.session = session;
        this.work = work;
    }

    /** In this session, once. */
    static <T extends @Nullable Object> CompletableFuture<T> run(
            DefaultSession session, Function<? super Session, ? extends CompletionStage<T>> work) {
        Engine engine = session.engine;
        OperationFuture<T> future = new OperationFuture<>(engine.guard());
        future.whenAbandoned(() -> cancel(session));
        engine.pass(new Scope<>(session, work).start(), future, value -> value);
        return future;
    }

    /** In new sessions, as often as the policy says. */
    static <T extends @Nullable Object> CompletableFuture<T> retry(
            Engine engine,
            RetryPolicy policy,
            Supplier<DefaultSession> sessions,
            Function<? super Session, ? extends CompletionStage<T>> work) {
        OperationFuture<T> future = new OperationFuture<>(engine.guard());
        run(engine, policy, 1, sessions, work, future);
        return future;
    }

    private static <T extends @Nullable Object> void run(
            Engine engine,
            RetryPolicy policy,
            int run,
            Supplier<DefaultSession> sessions,
            Function<? super Session, ? extends CompletionStage<T>> work,
            OperationFuture<T> future) {
        DefaultSession session = sessions.get();
        future.whenAbandoned(() -> cancel(session));
        new Scope<>(session, work).start().whenComplete((value, failure) -> {
            if (failure != null && run < policy.maxRuns() && retryable(failure) && !future.isDone()) {
                engine.after(
                        pause(policy, run),
                        () -> engine.complete(() -> run(engine, policy, run + 1, sessions, work, future)));
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
    static java.time.Duration pause(RetryPolicy policy, int run) {
        long longest = policy.firstPause().toNanos();
        for (int i = 1; i < run && longest < policy.maxPause().toNanos(); i++) {
            longest *= 2;
        }
        longest = Math.min(longest, policy.maxPause().toNanos());
        return java.time.Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest + 1));
    }

    private CompletableFuture<T> start() {
        session.openNow(false).whenComplete((opened, failure) -> {
            if (failure == null) {
                work();
            } else {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    private void work() {
        CompletionStage<T> stage;
        try {
            stage = work.apply(session);
            if (stage == null) {
                throw new NullPointerException(
                        "The work of session '" + session.name() + "' returned null in place of a"
                                + " stage; return the last future of the chain, or completedFuture(null)");
            }
        } catch (Throwable failure) { // user code: whatever it throws cancels the session and is the answer
            fail(failure);
            return;
        }
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                succeed(value);
            } else {
                fail(Failures.unwrap(failure));
            }
        });
    }

    private void succeed(T value) {
        SessionStatus status = session.status();
        if (status == SessionStatus.COMMITTED || status == SessionStatus.CANCELLED) { // ended by hand
            result.complete(value);
            return;
        }
        session.commitNow().whenComplete((hooks, failure) -> {
            if (failure == null) {
                session.engine.afterHooks(hooks, () -> result.complete(value));
            } else {
                fail(Failures.unwrap(failure));
            }
        });
    }

    private void fail(Throwable first) {
        session.cancelNow().whenComplete((hooks, failure) -> {
            if (failure == null) {
                session.engine.afterHooks(hooks, () -> result.completeExceptionally(first));
            } else {
                suppress(first, failure);
                result.completeExceptionally(first);
            }
        });
    }

    private static void suppress(Throwable first, Throwable later) {
        Throwable unwrapped = Failures.unwrap(later);
        if (unwrapped != first) {
            first.addSuppressed(unwrapped);
        }
    }

    private static void cancel(DefaultSession session) {
        session.cancelNow().thenAccept(hooks -> session.engine.afterHooks(hooks, () -> {}));
    }
}
