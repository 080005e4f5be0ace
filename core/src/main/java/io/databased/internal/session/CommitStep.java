package io.databased.internal.session;

import io.databased.CommitOutcomeUnknownException;
import io.databased.internal.async.OperationFuture;
import io.databased.internal.connection.Line;
import io.databased.internal.context.Context;
import io.databased.internal.failure.CallSite;
import io.databased.internal.failure.Failures;
import io.databased.internal.failure.Origin;
import io.databased.internal.session.SessionState.Event;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Commits a session once everything before it is answered. A child's work is handed to its parent without a word on the
 * wire: its RELEASE rides with whatever follows. Completes with the hooks to run.
 */
final class CommitStep extends CallStep {
    private final CompletableFuture<List<Runnable>> committed;
    private final @Nullable Thread waiting;
    private final Origin asker;

    // Written before it is sent.
    private @Nullable Line line;
    private @Nullable Command command;

    /** @param waiting the thread that waits for it, if one does */
    CommitStep(
            SessionNode session, CompletableFuture<List<Runnable>> committed, @Nullable Thread waiting, Origin asker) {
        super(session);
        this.committed = committed;
        this.waiting = waiting;
        this.asker = asker;
    }

    // ---- As a step ----

    @Override
    boolean needsConnection() {
        return false;
    }

    @Override
    @Nullable
    Throwable refusal() {
        return session.refusalOfCommit();
    }

    @Override
    Origin asker() {
        return asker;
    }

    @Override
    void tell(Throwable why) {
        committed.completeExceptionally(why);
    }

    @Override
    boolean decides() {
        return true;
    }

    @Override
    void begin() {
        if (session.parent() != null) {
            pipeline.nesting().oweRelease(session);
            session.endCommitted();
            pipeline.monitor().afterwards(() -> committed.complete(List.of()));
        } else if (!session.hasBegun()) {
            finish(Event.COMMITTED, null);
        } else {
            line = pipeline.line();
            command = Command.control(
                    session.options().forceRollback()
                            ? pipeline.nesting().rollback(session)
                            : pipeline.nesting().commit(),
                    waiting);
            pipeline.sent(this);
            pipeline.monitor().afterwards(this::send);
        }
    }

    private void send() {
        Context context = session.context();
        Line to = Objects.requireNonNull(line);
        Command sending = Objects.requireNonNull(command);
        session.observed().sent(to.server(), sending);
        to.control(sending, "COMMIT", context.commitTimeout(), this).start();
        if (session.options().forceRollback()) {
            return; // its transaction is over once ROLLBACK is answered, and not before
        }
        pipeline.monitor().enter();
        try {
            pipeline.handOver(); // nothing, if COMMIT was answered meanwhile and the connection has gone back
        } finally {
            pipeline.monitor().exit();
        }
    }

    // ---- As the listener of its call ----

    @Override
    void succeeded(Reply reply) {
        finish(Event.COMMITTED, null);
    }

    @Override
    void refused(BackendException failure) {
        switch (failure.effect()) {
            case STATEMENT, PRELUDE -> rollBackAfter(failure);
            case TRANSACTION_ENDED -> finish(Event.CANCELLED, session.refusals().commitRefused(failure, asker));
            case NOT_SENT -> {
                pipeline.lose(Failures.reason(failure), failure);
                finish(Event.CANCELLED, session.refusals().lost(failure, asker));
            }
            case CONNECTION_LOST -> {
                if (session.options().forceRollback()) { // nothing was to be committed
                    pipeline.lose(Failures.reason(failure), failure);
                    finish(Event.CANCELLED, session.refusals().lost(failure, asker));
                    return;
                }
                // First, because losing the connection fails a session that has not ended.
                session.happened(Event.UNANSWERED);
                pipeline.lose(Failures.reason(failure), failure);
                finish(Event.UNANSWERED, unknown(failure));
            }
        }
    }

    /** Under the monitor: the database refused to commit; on some the transaction is still open then. */
    private void rollBackAfter(BackendException refused) {
        Command rollback = Command.control(pipeline.nesting().rollback(session));
        pipeline.monitor().afterwards(() -> {
            Line to = Objects.requireNonNull(line);
            session.observed().sent(to.server(), rollback);
            to.control(rollback, "ROLLBACK", session.context().closeTimeout())
                    .whenComplete((reply, failure) -> rolledBack(refused, failure));
        });
    }

    private void rolledBack(BackendException refused, @Nullable Throwable failure) {
        pipeline.monitor().enter();
        try {
            if (failure != null) {
                pipeline.lose("rolling back after a refused COMMIT failed", refused);
            }
            finish(Event.CANCELLED, session.refusals().commitRefused(refused, asker));
        } finally {
            pipeline.monitor().exit();
        }
        pipeline.pump();
    }

    /** Under the monitor: the session is over; gives the connection back and tells who waits. */
    private void finish(Event event, @Nullable Throwable failure) {
        List<Runnable> hooks = session.endRoot(event, failure);
        pipeline.release();
        pipeline.monitor().afterwards(() -> {
            if (failure == null) {
                committed.complete(hooks);
            } else {
                session.context().callbacks().afterHooks(hooks, () -> committed.completeExceptionally(failure));
            }
        });
    }

    private CommitOutcomeUnknownException unknown(BackendException failure) {
        Line lost = Objects.requireNonNull(line);
        CommitOutcomeUnknownException unknown = new CommitOutcomeUnknownException(
                "COMMIT of session '" + session.name() + "' was sent and not answered: " + Failures.reason(failure)
                        + "; the work may or may not be committed. Ask resolve(), or look for the work itself, before"
                        + " doing it again" + asker.at(),
                failure.getCause(),
                () -> outcome(lost));
        CallSite callSite = asker.callSite();
        if (callSite != null) {
            unknown.setStackTrace(callSite.userFrames());
        }
        return unknown;
    }

    /** What became of it, for its user. */
    private CompletableFuture<CommitOutcomeUnknownException.Outcome> outcome(Line lost) {
        OperationFuture<CommitOutcomeUnknownException.Outcome> future =
                new OperationFuture<>(session.context().callbacks().guard());
        session.context()
                .callbacks()
                .pass(lost.backend().commitOutcome().toCompletableFuture(), future, outcome -> outcome);
        return future;
    }
}
