package io.databased.internal.session;

import io.databased.CommitOutcomeUnknownException;
import io.databased.internal.pool.Scheduler;
import io.databased.internal.session.SessionState.Event;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import io.databased.spi.SessionBackend;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Commits a session once everything before it is answered. A child's work is handed to its parent without a word on the
 * wire: its RELEASE rides with whatever follows. Completes with the hooks to run.
 */
final class CommitStep extends Step {
    private final Conversation conversation;
    private final CompletableFuture<List<Runnable>> committed;
    private @Nullable SessionBackend connection;
    private @Nullable Command command;
    private Scheduler.@Nullable Task deadline;

    CommitStep(DefaultSession session, CompletableFuture<List<Runnable>> committed) {
        super(session);
        this.conversation = session.conversation();
        this.committed = committed;
    }

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
    void refuse(Throwable why) {
        committed.completeExceptionally(why);
    }

    @Override
    Runnable begin() {
        if (session.parentSession() != null) {
            conversation.oweRelease(session);
            Runnable end = session.endCommitted();
            return () -> {
                end.run();
                committed.complete(List.of());
            };
        }
        if (!session.hasBegun()) {
            return finish(Event.COMMITTED);
        }
        connection = conversation.connection();
        command = Command.control(
                session.options().forceRollback() ? conversation.rollback(session) : conversation.commit(session));
        conversation.sent(this);
        return this::send;
    }

    private void send() {
        Command sending = Objects.requireNonNull(command);
        Duration limit = session.engine.commitTimeout();
        deadline = session.engine.after(limit, () -> answered(unanswered(limit)));
        long start = session.engine.exchangeStart();
        Objects.requireNonNull(connection).run(sending).whenComplete((reply, failure) -> {
            session.engine.exchanged(session.name(), sending, start, reply, failure);
            answered(failure == null ? null : Failures.backend(failure));
        });
        handOver();
    }

    /** If COMMIT was answered meanwhile the connection has gone back, and this does nothing. */
    private void handOver() {
        Runnable handOver;
        conversation.lock();
        try {
            handOver = conversation.handOver();
        } finally {
            conversation.unlock();
        }
        handOver.run();
    }

    private void answered(@Nullable BackendException failure) {
        if (deadline != null) {
            deadline.cancel();
        }
        Runnable next;
        conversation.lock();
        try {
            if (!conversation.answered(this)) {
                return;
            }
            next = failure == null ? finish(Event.COMMITTED) : failed(failure);
        } finally {
            conversation.unlock();
        }
        next.run();
        conversation.pump();
    }

    /** Under the lock. */
    private Runnable failed(BackendException failure) {
        return switch (failure.effect()) {
            case STATEMENT, PRELUDE -> () -> rollBackAfter(failure);
            case TRANSACTION_ENDED -> finish(Event.CANCELLED, session.refusals().commitRefused(failure));
            case NOT_SENT -> {
                conversation.lose(failure.getMessage(), failure);
                yield finish(Event.CANCELLED, session.refusals().lost(failure));
            }
            case CONNECTION_LOST -> {
                // First, because losing the connection fails a session that has not ended.
                session.happened(Event.UNANSWERED);
                conversation.lose(failure.getMessage(), failure);
                yield finish(Event.UNANSWERED, unknown(failure));
            }
        };
    }

    /** The database refused to commit; on some the transaction is still open then. */
    private void rollBackAfter(BackendException refused) {
        SessionBackend to = Objects.requireNonNull(connection);
        Command rollback;
        conversation.lock();
        try {
            rollback = Command.control(conversation.rollback(session));
        } finally {
            conversation.unlock();
        }
        CompletableFuture<Reply> undone = new CompletableFuture<>();
        Scheduler.Task limit = session.engine.after(
                session.engine.closeTimeout(),
                () -> undone.completeExceptionally(new IllegalStateException("no answer to ROLLBACK")));
        to.run(rollback).whenComplete((reply, failure) -> {
            if (failure == null) {
                undone.complete(reply);
            } else {
                undone.completeExceptionally(failure);
            }
        });
        undone.whenComplete((reply, failure) -> {
            limit.cancel();
            Runnable end;
            conversation.lock();
            try {
                if (failure != null) {
                    conversation.lose("rolling back after a refused COMMIT failed", refused);
                }
                end = finish(Event.CANCELLED, session.refusals().commitRefused(refused));
            } finally {
                conversation.unlock();
            }
            end.run();
            conversation.pump();
        });
    }

    /** Under the lock: the session is over; returns what gives the connection back and tells who waits. */
    private Runnable finish(Event event) {
        List<Runnable> hooks = session.endRoot(event);
        Runnable release = conversation.release();
        return () -> {
            release.run();
            committed.complete(hooks);
        };
    }

    private Runnable finish(Event event, Throwable failure) {
        List<Runnable> hooks = session.endRoot(event);
        Runnable release = conversation.release();
        return () -> {
            release.run();
            session.engine.afterHooks(hooks, () -> committed.completeExceptionally(failure));
        };
    }

    private BackendException unanswered(Duration limit) {
        return new BackendException(
                "no answer to COMMIT within " + limit.toSeconds() + " s",
                io.databased.StatementException.Kind.TIMEOUT,
                Effect.CONNECTION_LOST,
                null);
    }

    private CommitOutcomeUnknownException unknown(BackendException failure) {
        SessionBackend lost = Objects.requireNonNull(connection);
        return new CommitOutcomeUnknownException(
                "COMMIT of session '" + session.name() + "' was sent and not answered: " + failure.getMessage()
                        + "; the work may or may not be committed. Ask resolve(), or look for the work itself, before"
                        + " doing it again",
                failure.getCause(),
                () -> session.engine.outcome(lost));
    }
}
