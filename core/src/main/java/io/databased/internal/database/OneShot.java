package io.databased.internal.database;

import io.databased.StatementException.Kind;
import io.databased.internal.connection.Call;
import io.databased.internal.connection.Line;
import io.databased.internal.context.Context;
import io.databased.internal.context.Prepared;
import io.databased.internal.statement.Request;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import java.time.Duration;
import java.util.concurrent.CancellationException;
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

    private static final int MOST_TRIES = 3;

    private final Request request;
    private final Context context;
    private final OneShots runner;

    private Stage stage = Stage.WAITING;
    private @Nullable CompletableFuture<?> waiting;
    private @Nullable Attempt attempt;
    private int tries = 1;
    private volatile boolean needsPrimary;

    OneShot(Context context, OneShots runner, Request request) {
        this.context = context;
        this.runner = runner;
        this.request = request;
    }

    Request request() {
        return request;
    }

    Prepared prepared() {
        return request.prepared();
    }

    /** Whether a replica or reader will do. */
    boolean mayRead() {
        return prepared().reads() && !needsPrimary;
    }

    /** A connection is asked for. */
    void asksForConnection() {
        request.observed().asksForConnection();
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
    CompletableFuture<@Nullable BackendException> send(Line to) {
        Duration limit = prepared().limit(context.statementTimeout());
        Command command = prepared().command().limited(limit != null).build();
        Attempt next = new Attempt(to, command, limit);
        synchronized (this) {
            if (stage != Stage.WAITING) {
                return null;
            }
            stage = Stage.SENT;
            attempt = next;
            waiting = null;
        }
        request.observed().connected();
        request.observed().sent(to.server(), command);
        next.call.start();
        return next.connectionFree;
    }

    /** Whether the connection was told to stop this; it may not be as good as before then. */
    synchronized boolean interrupted() {
        return attempt != null && attempt.call.wasStopped();
    }

    /**
     * A connection that had died unnoticed took nothing, nor did a replica or a former primary that refused to write, nor one
     * where a signal that was meant for another stopped it.
     */
    private synchronized boolean mayTryAgain() {
        if (tries == MOST_TRIES || stage != Stage.SENT) {
            return false;
        }
        tries++;
        stage = Stage.WAITING;
        return true;
    }

    /** Whether it wants a connection of its own: its last try is where no signal is meant for another. */
    synchronized boolean wantsToBeAlone() {
        return tries == MOST_TRIES;
    }

    void succeed(Reply reply) {
        if (tell()) {
            request.reply(reply);
        }
    }

    void fail(Throwable failure) {
        if (tell()) {
            request.failure(failure);
        }
    }

    /** No connection could be got. */
    void unserved(Throwable why) {
        fail(prepared().origin().unserved(why));
    }

    private void fail(BackendException failure) {
        fail((Throwable) prepared().failure(failure));
    }

    private synchronized boolean tell() {
        boolean first = stage != Stage.TOLD;
        stage = Stage.TOLD;
        return first;
    }

    /** Nobody waits for it any more. */
    void abandon() {
        CompletableFuture<?> pending;
        Attempt sent;
        boolean told;
        synchronized (this) {
            told = stage == Stage.TOLD;
            pending = stage == Stage.WAITING ? waiting : null;
            sent = stage == Stage.SENT ? attempt : null;
            stage = Stage.TOLD;
        }
        if (!told) {
            request.givenUp(new CancellationException("a statement was cancelled by its caller"));
        }
        if (pending != null) {
            pending.cancel(false);
        } else if (sent != null) {
            sent.call.stop();
        }
    }

    /** One connection's try at it. */
    private final class Attempt implements Call.Listener<Reply> {
        final CompletableFuture<@Nullable BackendException> connectionFree = new CompletableFuture<>();
        final Call<Reply> call;
        private final Line line;
        private volatile @Nullable Duration exceeded;

        Attempt(Line line, Command command, @Nullable Duration limit) {
            this.line = line;
            this.call = line.run(command, limit, this);
        }

        @Override
        public void late(Duration limit) {
            exceeded = limit;
        }

        @Override
        public void overdue(Duration limit) {
            fail(unanswered(limit));
        }

        @Override
        public void answered(Reply reply) {
            connectionFree.complete(null);
            succeed(reply);
        }

        @Override
        public void failed(BackendException failure) {
            if (call.wasGivenUp()) {
                givenUp(failure);
                return;
            }
            boolean refusedToWrite = failure.kind() == Kind.READ_ONLY && failure.effect() == Effect.STATEMENT;
            boolean again = (failure.effect() == Effect.NOT_SENT || refusedToWrite) && mayTryAgain();
            if (refusedToWrite) {
                needsPrimary = true;
            }
            connectionFree.complete(failure);
            if (again) {
                runner.run(OneShot.this);
            } else {
                fail(timeoutOr(failure));
            }
        }

        private static BackendException unanswered(Duration limit) {
            return new BackendException(
                    "Statement timeout: no answer within " + limit.toMillis()
                            + " ms, nor to the interrupt after it; the statement may still be applied",
                    Kind.TIMEOUT,
                    Effect.STATEMENT,
                    null);
        }

        private BackendException timeoutOr(BackendException failure) {
            Duration limit = exceeded;
            return limit == null || failure.kind() != Kind.CANCELLED
                    ? failure
                    : failure.with(
                            "Statement timeout: stopped after " + limit.toMillis() + " ms; " + failure.getMessage(),
                            Kind.TIMEOUT,
                            failure.effect(),
                            failure.getCause());
        }

        /**
         * The interrupt was not answered either. The connection gets nothing new; others that are on it already have some
         * time to be answered, since it may be the interrupt alone that went amiss. Then it is closed under them.
         */
        private void givenUp(BackendException failure) {
            connectionFree.complete(failure);
            Duration limit = exceeded;
            if (limit != null) {
                fail(unanswered(limit));
            }
            context.after(context.closeTimeout(), () -> {
                if (!call.wasAnsweredLate()) {
                    line.abandon();
                }
            });
        }
    }
}
