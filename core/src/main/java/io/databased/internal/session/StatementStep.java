package io.databased.internal.session;

import io.databased.DatabasedException;
import io.databased.SessionOptions;
import io.databased.StatementException.Kind;
import io.databased.internal.connection.Call;
import io.databased.internal.connection.Line;
import io.databased.internal.context.Observed;
import io.databased.internal.failure.Origin;
import io.databased.internal.statement.Request;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a session. It can be given up at any time, by its caller, its timeout or its session: before it begins it is
 * simply taken out of the queue, afterwards its {@link Call} is stopped.
 */
final class StatementStep extends CallStep {
    private final Request request;

    // Guarded by the monitor.
    private @Nullable Call<Reply> call;
    private boolean told;

    StatementStep(SessionNode session, Request request) {
        super(session);
        this.request = request;
    }

    // ---- As a step ----

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
    Origin asker() {
        return request.prepared().origin();
    }

    @Override
    void tell(Throwable why) {
        request.failure(why);
    }

    @Override
    Observed observed() {
        return request.observed();
    }

    @Override
    void advance(Runnable before) {
        request.outcome().advance(before);
    }

    @Override
    void begin() {
        Duration limit = request.prepared().limit(session.statementTimeout());
        Command sending = request.prepared()
                .command()
                .prelude(pipeline.preludeFor(session))
                .limited(limit != null)
                .build();
        Line line = pipeline.line();
        Call<Reply> asked = line.run(sending, limit, this);
        call = asked;
        if (request.prepared().marksConnection()) {
            pipeline.markDirty();
        }
        pipeline.sent(this);
        pipeline.monitor().afterwards(() -> {
            request.observed().sent(line.server(), sending);
            asked.start();
        });
    }

    // ---- As the listener of its call ----

    @Override
    void succeeded(Reply reply) {
        end(() -> request.reply(reply));
    }

    @Override
    void refused(BackendException failure) {
        Throwable reported = reported(failure);
        end(() -> request.failure(reported));
    }

    /** Under the monitor. */
    private void end(Runnable tell) {
        if (Objects.requireNonNull(call).wasStopped()
                && !pipeline.line().backend().reusableAfterInterrupt()) {
            pipeline.retire("a statement on it was interrupted");
        }
        if (!told) {
            told = true;
            pipeline.monitor().afterwards(tell);
        }
    }

    /** Under the monitor: what becomes of the session, and what its caller is told. */
    private Throwable reported(BackendException failure) {
        boolean aborts = session.context().dialect().abortsOnError();
        Throwable behind = aborts && mayBeOfAnother(failure) ? session.refusalOfSentStatement() : null;
        if (behind != null) {
            return asker().refused(behind); // the database refused it only because an earlier one had failed
        }
        DatabasedException reported = failure(failure);
        pipeline.failed(failure, reported);
        boolean goesOn = session.options().errors() == SessionOptions.Errors.NATIVE
                && failure.effect() == Effect.STATEMENT
                && !aborts;
        if (!goesOn) {
            session.fail(reported);
        }
        return reported;
    }

    /** Where a statement aborts its transaction those behind it are refused, or hit by the signal that was meant for it. */
    private static boolean mayBeOfAnother(BackendException failure) {
        return failure.effect() == Effect.STATEMENT
                && switch (failure.kind()) {
                    case TRANSACTION_ENDED, CANCELLED, OTHER -> true;
                    default -> false;
                };
    }

    private DatabasedException failure(BackendException failure) {
        return request.prepared().failure(failure);
    }

    @Override
    public void late(Duration limit) {
        giveUp(
                failure(new BackendException(
                        "Statement timeout: no answer within " + limit.toMillis() + " ms",
                        Kind.TIMEOUT,
                        Effect.STATEMENT,
                        null)),
                true);
    }

    // ---- Giving it up ----

    @Override
    void cutShort() {
        giveUp(
                failure(new BackendException(
                        "Stopped: the session was cancelled while the statement was under way; what it has done is rolled"
                                + " back, as far as the database can",
                        Kind.CANCELLED,
                        Effect.STATEMENT,
                        null)),
                true);
    }

    /** Nobody waits for it any more. */
    void abandon() {
        giveUp(
                new CancellationException(
                        "a statement of session '" + session.name() + "' was cancelled by its caller"),
                false);
    }

    /** Ends it for the caller now, and on the connection as soon as can be. Idempotent. */
    private void giveUp(Throwable why, boolean tell) {
        pipeline.monitor().enter();
        try {
            Call<Reply> asked = call;
            if (told) {
                return;
            }
            if (pipeline.remove(this)) {
                told = true; // not sent: the session stays healthy
            } else if (asked != null) {
                told = true;
                session.fail(why);
                pipeline.monitor().afterwards(asked::stop);
            } else {
                return;
            }
            pipeline.monitor().afterwards(() -> {
                if (tell) {
                    request.failure(why);
                } else {
                    request.givenUp(why);
                }
            });
        } finally {
            pipeline.monitor().exit();
        }
        pipeline.pump();
    }
}
