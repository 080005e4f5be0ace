package io.databased.internal.session;

import io.databased.Session;
import io.databased.internal.async.OperationFuture;
import io.databased.internal.context.Context;
import io.databased.internal.failure.Failures;
import io.databased.internal.failure.Opening;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a user's work in a session: commits when it completes, cancels when it does not. Work that ends with a statement or
 * a child session is followed to its end without a hop to the executor and back.
 *
 * <p>It may be abandoned before it has opened its session: {@code abandoned} is written before the session is cancelled, and
 * the session opened before {@code abandoned} is read, so the session is cancelled and the work does not run.
 */
public final class Scope<T extends @Nullable Object> {
    private final Context context;
    private final DefaultSession session;
    private final Function<? super Session, ? extends CompletionStage<T>> work;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private volatile boolean abandoned;

    Scope(DefaultSession session, Function<? super Session, ? extends CompletionStage<T>> work) {
        this.context = session.context();
        this.session = session.forWork();
        this.work = work;
    }

    /** In this session, once. */
    public static <T extends @Nullable Object> CompletableFuture<T> run(
            DefaultSession session, Function<? super Session, ? extends CompletionStage<T>> work) {
        Context context = session.context();
        OperationFuture<T> future = new OperationFuture<>(context.callbacks().guard());
        Scope<T> scope = new Scope<>(session, work);
        future.whenAbandoned(scope::abandon);
        scope.start().whenComplete((value, failure) -> context.callbacks().settle(future, value, failure));
        return future;
    }

    CompletableFuture<T> start() {
        CompletableFuture<Void> opening = session.openNow(false);
        if (abandoned) {
            session.abandon();
        }
        if (opening.isDone() && !opening.isCompletedExceptionally()) { // as a rule: a short stack is soon taken
            work();
        } else {
            session.openedHere();
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

    /** Nobody waits for it any more. */
    void abandon() {
        abandoned = true;
        session.abandon();
    }

    private void work() {
        if (abandoned || session.isEnding()) {
            Throwable endedBy = session.endedBy();
            result.completeExceptionally(
                    endedBy != null
                            ? endedBy
                            : new CancellationException(
                                    "session '" + session.name() + "' was cancelled before its work began"));
            return;
        }
        try {
            CompletionStage<T> stage =
                    context.notesCallSites() && session.label().openedAt() == null
                            ? Opening.run(session.label(), session, work)
                            : work.apply(session);
            if (stage == null) {
                throw new NullPointerException(
                        "The work of session '" + session.name() + "' returned null in place of a"
                                + " stage; return the last future of the chain, or completedFuture(null)");
            }
            follow(stage);
        } catch (Throwable failure) { // user code: whatever it throws cancels the session and is the answer
            fail(failure);
        }
    }

    private void follow(CompletionStage<T> stage) {
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
        Throwable endedBy = session.endedBy();
        if (endedBy != null) { // what the work has done is undone, and it does not know
            fail(endedBy);
            return;
        }
        session.endOfWork(null).whenComplete((hooks, failure) -> {
            if (failure == null) {
                context.callbacks().afterHooks(hooks, () -> result.complete(value));
            } else {
                fail(Failures.unwrap(failure));
            }
        });
    }

    private void fail(Throwable first) {
        session.workFailed(first);
        session.cancelNow().whenComplete((hooks, failure) -> {
            if (failure == null) {
                context.callbacks().afterHooks(hooks, () -> result.completeExceptionally(first));
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
}
