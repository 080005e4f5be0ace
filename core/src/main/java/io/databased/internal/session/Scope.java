package io.databased.internal.session;

import io.databased.Session;
import io.databased.SessionStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a user's work in a session: commits when it completes, cancels when it does not. Work that ends with a statement or
 * a child session of ours is followed to its end without a hop to the executor and back.
 */
final class Scope<T extends @Nullable Object> {
    private final DefaultSession session;
    private final Function<? super Session, ? extends CompletionStage<T>> work;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    Scope(DefaultSession session, Function<? super Session, ? extends CompletionStage<T>> work) {
        this.session = session;
        this.work = work;
    }

    /** In this session, once. */
    static <T extends @Nullable Object> CompletableFuture<T> run(
            DefaultSession session, Function<? super Session, ? extends CompletionStage<T>> work) {
        Engine engine = session.engine;
        OperationFuture<T> future = new OperationFuture<>(engine.guard());
        future.whenAbandoned(() -> cancel(session));
        new Scope<>(session, work).start().whenComplete((value, failure) -> engine.settle(future, value, failure));
        return future;
    }

    CompletableFuture<T> start() {
        CompletableFuture<Void> opening = session.openNow(false);
        if (opening.isDone() && !opening.isCompletedExceptionally()) { // as a rule: a short stack is soon taken
            work();
        } else {
            Opening.byHand(session);
            opening.whenComplete((opened, failure) -> {
                if (failure == null) {
                    work();
                } else {
                    result.completeExceptionally(failure);
                }
            });
        }
        return result;
    }

    private void work() {
        CompletionStage<T> stage;
        try {
            stage = session.engine.notesCallSites() && session.holder().openedAt() == null
                    ? Opening.run(session.holder(), session, work)
                    : work.apply(session);
            if (stage == null) {
                throw new NullPointerException(
                        "The work of session '" + session.name() + "' returned null in place of a"
                                + " stage; return the last future of the chain, or completedFuture(null)");
            }
        } catch (Throwable failure) { // user code: whatever it throws cancels the session and is the answer
            fail(failure);
            return;
        }
        if (stage instanceof OperationFuture<T> ours) {
            ours.follow(this::worked);
        } else {
            stage.whenComplete(this::worked);
        }
    }

    private void worked(T value, @Nullable Throwable failure) {
        if (failure == null) {
            succeed(value);
        } else {
            fail(Failures.unwrap(failure));
        }
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

    static void cancel(DefaultSession session) {
        session.cancelNow().thenAccept(hooks -> session.engine.afterHooks(hooks, () -> {}));
    }
}
