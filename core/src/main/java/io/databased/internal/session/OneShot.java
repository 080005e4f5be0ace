package io.databased.internal.session;

import io.databased.StatementException.Kind;
import io.databased.internal.pool.Scheduler;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import io.databased.spi.SessionBackend;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A statement that is a transaction of its own.
 *
 * <p>It moves from waiting for a connection to being sent to being told; {@code synchronized} methods keep these moves
 * whole and call nothing that can block. Whoever makes the move to told tells the outcome, so it is told once.
 */
final class OneShot {
    private enum Stage {
        WAITING,
        SENT,
        TOLD
    }

    final Request request;
    private final Engine engine;
    private final ConnectionSource source;

    private Stage stage = Stage.WAITING;
    private @Nullable CompletableFuture<?> waiting;
    private @Nullable SessionBackend connection;
    private @Nullable Command command;
    private volatile boolean interrupted;
    private volatile @Nullable Duration exceeded;
    private boolean retried;
    private volatile boolean needsPrimary;
    private Scheduler.@Nullable Task timeout;

    OneShot(Engine engine, ConnectionSource source, Request request) {
        this.engine = engine;
        this.source = source;
        this.request = request;
    }

    Prepared prepared() {
        return request.prepared();
    }

    /** Whether a replica or reader will do. */
    boolean mayRead() {
        return prepared().reads() && !needsPrimary;
    }

    /** Remembers what it waits for, so that giving up ends the waiting. */
    void waitsFor(CompletableFuture<?> connectionComing) {
        boolean givenUp;
        synchronized (this) {
            waiting = connectionComing;
            givenUp = stage == Stage.TOLD;
        }
        if (givenUp) {
            connectionComing.cancel(false);
        }
    }

    /**
     * Sends it.
     *
     * @return completes when the connection has answered and is free again: normally, or with the failure of the
     *     connection; null if nobody waits any more and nothing was sent
     */
    @Nullable
    CompletableFuture<@Nullable BackendException> send(SessionBackend to) {
        Command sending = prepared().command().build();
        synchronized (this) {
            if (stage != Stage.WAITING) {
                return null;
            }
            stage = Stage.SENT;
            connection = to;
            command = sending;
            waiting = null;
        }
        Duration limit = engine.statementTimeout();
        if (limit != null) {
            timeout = engine.after(limit, () -> timedOut(limit));
        }
        CompletableFuture<@Nullable BackendException> answered = new CompletableFuture<>();
        long start = engine.exchangeStart();
        to.run(sending).whenComplete((reply, failure) -> {
            engine.exchanged(null, sending, start, reply, failure);
            answered(reply, failure, answered);
        });
        if (interrupted) { // given up between being marked as sent and now
            to.interrupt(sending);
        }
        return answered;
    }

    private void answered(
            @Nullable Reply reply,
            @Nullable Throwable failure,
            CompletableFuture<@Nullable BackendException> answered) {
        if (timeout != null) {
            timeout.cancel();
        }
        if (failure == null) {
            answered.complete(null);
            succeed(Objects.requireNonNull(reply));
            return;
        }
        BackendException reported = timeoutOr(Failures.backend(failure));
        boolean refusedToWrite = reported.kind() == Kind.READ_ONLY && reported.effect() == Effect.STATEMENT;
        boolean again = (reported.effect() == Effect.NOT_SENT || refusedToWrite) && retryOnce();
        if (refusedToWrite) {
            needsPrimary = true;
        }
        answered.complete(reported);
        if (again) {
            source.run(this);
        } else {
            fail(Failures.statement(reported, prepared().sql(), null, request.callSite()));
        }
    }

    private BackendException timeoutOr(BackendException failure) {
        Duration limit = exceeded;
        return limit == null || failure.kind() != Kind.CANCELLED
                ? failure
                : new BackendException(
                        "Statement timeout: stopped after " + limit.toMillis() + " ms",
                        Kind.TIMEOUT,
                        failure.effect(),
                        failure.sqlState(),
                        failure.vendorCode(),
                        failure.getCause());
    }

    /**
     * A connection that had died unnoticed took nothing, nor did a replica or a former primary that refused to write:
     * another may try, once.
     */
    private synchronized boolean retryOnce() {
        if (retried || stage != Stage.SENT) {
            return false;
        }
        retried = true;
        stage = Stage.WAITING;
        return true;
    }

    void succeed(Reply reply) {
        if (tell()) {
            request.outcome().reply(reply);
        }
    }

    void fail(Throwable failure) {
        if (tell()) {
            request.outcome().failure(failure);
        }
    }

    private synchronized boolean tell() {
        boolean first = stage != Stage.TOLD;
        stage = Stage.TOLD;
        return first;
    }

    /** Nobody waits for it any more. */
    void abandon() {
        CompletableFuture<?> pending;
        Stage was;
        synchronized (this) {
            was = stage;
            stage = Stage.TOLD;
            pending = waiting;
        }
        if (was == Stage.WAITING && pending != null) {
            pending.cancel(false);
        } else if (was == Stage.SENT) {
            interrupt();
        }
    }

    /** Whether the connection was told to stop this; it may not be as good as before then. */
    boolean interrupted() {
        return interrupted;
    }

    private void timedOut(Duration limit) {
        exceeded = limit;
        interrupt();
        engine.after(engine.interruptGrace(), () -> {
            SessionBackend silent = Objects.requireNonNull(connection);
            BackendException failure = new BackendException(
                    "Statement timeout: no answer within " + limit.toMillis()
                            + " ms, nor to the interrupt after it; the statement may still be applied",
                    Kind.TIMEOUT,
                    Effect.STATEMENT,
                    null);
            boolean unanswered;
            synchronized (this) {
                unanswered = stage == Stage.SENT;
            }
            if (unanswered) {
                fail(Failures.statement(failure, prepared().sql(), null, request.callSite()));
                engine.abandon(silent);
            }
        });
    }

    private void interrupt() {
        interrupted = true;
        SessionBackend to = connection;
        Command running = command;
        if (to != null && running != null) {
            to.interrupt(running);
        }
    }
}
