package io.databased.internal.session;

import io.databased.DatabasedException;
import io.databased.SessionOptions;
import io.databased.StatementException.Kind;
import io.databased.internal.pool.Scheduler;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import io.databased.spi.SessionBackend;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a session.
 *
 * <p>It can be given up at any time, by its caller, its timeout or its session. Before it begins it is simply taken out of
 * the queue. Afterwards the backend is told to stop it: {@code stopping} is written before {@code sent} is read, and
 * {@code sent} before {@code stopping}, so the backend never gets the interrupt before the command, and always gets it.
 */
final class StatementStep extends Step {
    private final Request request;
    private final Conversation conversation;

    // Guarded by the conversation's lock.
    private @Nullable Command command;
    private @Nullable SessionBackend connection;
    private boolean told;

    private volatile boolean sent;
    private volatile boolean stopping;
    private Scheduler.@Nullable Task timeout;

    StatementStep(DefaultSession session, Request request) {
        super(session);
        this.request = request;
        this.conversation = session.conversation();
    }

    @Override
    boolean waitsForAnswers() {
        return false;
    }

    @Override
    @Nullable
    Throwable refusal() {
        return session.refusalOfStatement();
    }

    @Override
    void refuse(Throwable why) {
        request.outcome().failure(why);
    }

    @Override
    void advance(Runnable before) {
        request.outcome().advance(before);
    }

    @Override
    Runnable connectionFailed(Throwable failure) {
        session.fail(failure);
        return () -> request.outcome().failure(failure);
    }

    @Override
    Runnable begin() {
        command = request.prepared()
                .command()
                .prelude(conversation.preludeFor(session))
                .build();
        connection = conversation.connection();
        if (request.prepared().marksConnection()) {
            conversation.markDirty();
        }
        conversation.sent(this);
        return this::send;
    }

    private void send() {
        Command sending = Objects.requireNonNull(command);
        SessionBackend to = Objects.requireNonNull(connection);
        Duration limit = session.statementTimeout();
        if (limit != null) {
            timeout = session.engine.after(limit, () -> timedOut(limit));
        }
        long start = session.engine.exchangeStart();
        to.run(sending).whenComplete((reply, failure) -> {
            session.engine.exchanged(session.name(), sending, start, reply, failure);
            answered(reply, failure);
        });
        sent = true;
        if (stopping) {
            to.interrupt(sending);
        }
    }

    private void answered(@Nullable Reply reply, @Nullable Throwable failure) {
        if (timeout != null) {
            timeout.cancel();
        }
        Throwable reported = null;
        boolean tell;
        conversation.lock();
        try {
            if (!conversation.answered(this)) {
                return; // given up before
            }
            if (failure != null) {
                reported = failed(Failures.backend(failure));
            }
            if (stopping && !Objects.requireNonNull(connection).reusableAfterInterrupt()) {
                conversation.condemn("a statement on it was interrupted");
            }
            tell = !told;
            told = true;
        } finally {
            conversation.unlock();
        }
        if (tell && reported != null) {
            request.outcome().failure(reported);
        } else if (tell) {
            request.outcome().reply(Objects.requireNonNull(reply));
        }
        conversation.pump();
    }

    /** Under the lock: what becomes of the session, and what its caller is told. */
    private Throwable failed(BackendException failure) {
        Throwable behind = conversation.engine.dialect().abortsOnError() ? session.refusalOfStatement() : null;
        if (behind != null) {
            return behind; // the database refused it only because an earlier one had failed
        }
        DatabasedException reported =
                Failures.statement(failure, request.prepared().sql(), session.name(), request.callSite());
        conversation.failed(failure, reported);
        boolean goesOn = session.options().errors() == SessionOptions.Errors.NATIVE
                && failure.effect() == Effect.STATEMENT
                && !session.engine.dialect().abortsOnError();
        if (!goesOn) {
            session.fail(reported);
        }
        return reported;
    }

    private void timedOut(Duration limit) {
        BackendException failure = new BackendException(
                "Statement timeout: no answer within " + limit.toMillis() + " ms",
                Kind.TIMEOUT,
                Effect.STATEMENT,
                null);
        stop(Failures.statement(failure, request.prepared().sql(), session.name(), request.callSite()), true);
    }

    /** Nobody waits for it any more. */
    void abandon() {
        stop(
                new CancellationException(
                        "a statement of session '" + session.name() + "' was cancelled by its caller"),
                false);
    }

    /** Ends it for the caller now, and on the connection as soon as can be. Idempotent. */
    void stop(Throwable why, boolean tell) {
        conversation.lock();
        try {
            if (conversation.remove(this)) {
                told = true;
                return; // not sent: the session stays healthy
            }
            if (command == null || told) {
                return;
            }
            told = true;
            stopping = true;
            session.fail(why);
        } finally {
            conversation.unlock();
        }
        if (sent) {
            Objects.requireNonNull(connection).interrupt(command);
        }
        if (tell) {
            request.outcome().failure(why);
        }
        session.engine.after(session.engine.interruptGrace(), () -> giveUp(why));
    }

    /** The interrupt was not answered either. */
    private void giveUp(Throwable why) {
        conversation.lock();
        try {
            if (!conversation.answered(this)) {
                return;
            }
            conversation.lose("no answer to an interrupt", why);
        } finally {
            conversation.unlock();
        }
        conversation.pump();
    }
}
