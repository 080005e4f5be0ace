package io.databased.internal.schedule;

import io.databased.AcquireTimeoutException;
import io.databased.ChildSessionOpenException;
import io.databased.CommitOutcomeUnknownException;
import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.ConnectionLostException;
import io.databased.InvalidQueryException;
import io.databased.SessionFailedException;
import io.databased.SessionNotOpenException;
import io.databased.SessionStatus;
import io.databased.StatementException;
import io.databased.StreamOpenException;
import org.jspecify.annotations.Nullable;

/** Compares what users were told with what the server knows, when all is over. */
final class Checker {
    private static final long SLACK = 60 * VirtualTime.MILLISECOND;

    private final World world;
    private final User user;

    private final @Nullable Promise disconnect;

    /** @param disconnect the last one */
    Checker(User user, @Nullable Promise disconnect) {
        this.world = user.world;
        this.user = user;
        this.disconnect = disconnect;
    }

    void check() {
        user.promises.forEach(this::promise);
        user.sessions.forEach(this::session);
        user.server.statements().forEach(this::statement);
    }

    // ---- Futures ----

    private void promise(Promise promise) {
        if (!promise.isDone()) {
            found("a future never completes", promise);
        } else if (promise.due >= 0 && promise.doneAt > promise.due + SLACK) {
            found("a future is late", promise);
        } else if (promise.mayNotFail && promise.hasFailed()) {
            found("what never fails has failed", promise);
        }
        // When all connections are gone nothing can be waited for.
        if (disconnect != null
                && disconnect.hasSucceeded()
                && !isDisconnectGivenUp()
                && promise.promisedAt <= disconnect.promisedAt
                && promise.doneAt > disconnect.doneAt + SLACK
                && promise.needsConnectionOnly()) {
            found("a future outlives its database", promise);
        }
    }

    /** All who disconnect hold the same future: who ends it tells nobody that the database is down. */
    private boolean isDisconnectGivenUp() {
        return user.promises.stream()
                .anyMatch(promise -> promise.what.startsWith("disconnect()") && promise.abandonedAt >= 0);
    }

    private void found(String what, Promise promise) {
        world.violated(
                what + ": " + World.kindOf(promise.what),
                promise + ", promised at " + promise.promisedAt / VirtualTime.MILLISECOND + " ms, due at "
                        + promise.due / VirtualTime.MILLISECOND + " ms, done at "
                        + promise.doneAt / VirtualTime.MILLISECOND + " ms");
    }

    // ---- Sessions ----

    private void session(SessionModel session) {
        SessionStatus status = session.status();
        if (!status.ended() && status != SessionStatus.NEW) {
            world.violated("a session never ends: " + status, session);
            return;
        }
        scope(session);
        commit(session);
        hooks(session);
        boolean known = session.lastStatement >= 0; // whose COMMIT it is
        if (status == SessionStatus.UNKNOWN && !world.setup.forced && known) {
            unknown(session);
        }
    }

    private void scope(SessionModel session) {
        Sessions.Scope call = session.call;
        if (call == null || call.promise == null || session.endedByHand || call.last != session) {
            return;
        }
        boolean committed = session.status() == SessionStatus.COMMITTED;
        if (call.promise.hasSucceeded() && !committed) {
            world.violated("a scope succeeds without a commit", session + ": " + session.status());
        }
        if (call.promise.hasFailed() && committed) {
            world.violated("a scope fails although it has committed", session + ": " + call.promise.failure);
        }
        if (call.promise.hasFailed()
                && call.promise.failure instanceof CommitOutcomeUnknownException
                && session.parent == null
                && session.status() != SessionStatus.UNKNOWN
                && unknownIsOfThis(session, call.promise.failure)) {
            world.violated("a scope says unknown of what is " + session.status(), session);
        }
    }

    private static boolean unknownIsOfThis(SessionModel session, Throwable failure) {
        return String.valueOf(failure.getMessage()).contains("'" + session.session.name() + "'");
    }

    private void commit(SessionModel session) {
        Promise commit = session.commit;
        if (commit == null) {
            return;
        }
        boolean committed = session.status() == SessionStatus.COMMITTED;
        if (commit.hasSucceeded() && !committed) {
            world.violated("commit() succeeds without a commit", session + ": " + session.status());
        }
        if (commit.hasFailed()
                && committed
                && !(commit.failure instanceof ChildSessionOpenException)
                && !(commit.failure instanceof StreamOpenException)) {
            world.violated("commit() fails although it has committed", session + ": " + commit.failure);
        }
        long limit = World.nanos(Setup.COMMIT, world.setup.close, world.setup.close);
        if (commit.isDone()
                && session.commitReceivedAt >= 0
                && commit.doneAt > session.commitReceivedAt + limit + SLACK) {
            world.violated("a commit is late", session);
        }
    }

    private void hooks(SessionModel session) {
        boolean committed = session.isCommitted() && !session.root().thrownAway;
        if (session.committedHooks > session.hooks || session.rolledBackHooks > session.hooks) {
            world.violated("a hook runs twice", session);
        }
        if (session.committedHooks > 0 && !committed) {
            world.violated("a hook after commit runs without one", session);
        }
        if (session.rolledBackHooks > 0 && committed) {
            world.violated("a hook after rollback runs without one", session);
        }
        boolean unknown = session.status() == SessionStatus.UNKNOWN;
        if (unknown && session.committedHooks + session.rolledBackHooks > 0) {
            world.violated("a hook runs although the outcome is unknown", session);
        }
        if (committed && session.committedHooks < session.hooks) {
            world.violated("a hook after commit does not run", session);
        }
        if (rolledBack(session) && session.rolledBackHooks < session.hooks) {
            world.violated("a hook after rollback does not run", session);
        }
    }

    /** This session, or one around it, and it is known. */
    private static boolean rolledBack(SessionModel session) {
        return session.status() == SessionStatus.CANCELLED
                || (session.status() == SessionStatus.COMMITTED
                        && session.parent != null
                        && rolledBack(session.parent));
    }

    private void unknown(SessionModel session) {
        if (session.commitReceivedAt < 0) {
            world.violated("an outcome is unknown although COMMIT was not sent", session);
        } else if (session.commitAnsweredAt >= 0
                && session.commitAnsweredAt < session.commitReceivedAt + World.nanos(Setup.COMMIT)) {
            world.violated("an outcome is unknown although COMMIT was answered", session);
        }
    }

    // ---- Statements ----

    private void statement(Issued statement) {
        Promise told = statement.promise;
        if (statement.applied > 1) {
            world.violated("a statement is applied twice", statement);
        }
        if (told != null && told.hasFailed() && told.failure != null) {
            failed(statement, told.failure);
        }
        if (told != null && told.hasSucceeded() && statement.applied == 0 && statement.kind != Issued.Kind.STREAM) {
            world.violated("a statement succeeds that was not applied", statement);
        }
        if (told != null && statement.session != null && statement.kind != Issued.Kind.STREAM) {
            timely(statement, told);
        }
        if (statement.kind.inserts()) {
            rows(statement, told);
        }
    }

    private void failed(Issued statement, Throwable failure) {
        if (statement.received > 0 && saysNotSent(failure)) {
            world.violated(
                    "a statement that was sent is told not to be: "
                            + failure.getClass().getSimpleName(),
                    statement + ": " + failure.getMessage());
        }
        if (statement.executed > 0 && saysNotRun(failure)) {
            world.violated(
                    "a statement that ran is told not to have: "
                            + failure.getClass().getSimpleName(),
                    statement + ": " + failure.getMessage());
        }
    }

    /** Of the statement itself; what is said of the COMMIT of a session of its own is another matter. */
    private static boolean saysNotSent(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return (failure instanceof ConnectionLostException lost && !lost.sent() && message.contains("; in: "))
                || failure instanceof AcquireTimeoutException
                || failure instanceof ChildSessionOpenException
                || failure instanceof StreamOpenException
                || failure instanceof InvalidQueryException
                || message.contains("before the statement was sent")
                || message.contains("nothing was sent");
    }

    private static boolean saysNotRun(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return (failure instanceof SessionFailedException && message.contains("ran no further"))
                || (failure instanceof SessionNotOpenException && message.contains("is not open for a statement"))
                || message.startsWith("Not run");
    }

    private void timely(Issued statement, Promise told) {
        java.time.Duration limit = statement.limit(world);
        if (limit != null
                && statement.receivedAt >= 0
                && (!told.isDone() || told.doneAt > statement.receivedAt + limit.toNanos() + SLACK)) {
            world.violated("a statement outlives its timeout", statement);
        }
    }

    private void rows(Issued statement, @Nullable Promise told) {
        boolean there = user.server.hasCommitted(statement.rows.get(0));
        if (world.setup.forced) {
            if (there) {
                world.violated("force-rollback leaves rows", statement);
            }
            return;
        }
        if (statement.session == null) {
            ofOneShot(statement, told, there);
            return;
        }
        SessionModel session = statement.session;
        SessionModel root = session.root();
        boolean succeeded = told != null && told.hasSucceeded();
        boolean failed = told != null && told.hasFailed();
        if (there && root.thrownAway) {
            world.violated("a session with force-rollback leaves rows", statement);
        } else if (succeeded && session.isCommitted() && !root.thrownAway && !there) {
            world.violated("committed work is not there", statement);
        } else if (there && !session.isCommitted() && root.status() != SessionStatus.UNKNOWN) {
            world.violated("work that was not committed is there: " + root.status(), statement);
        } else if (there && failed) {
            world.violated("a failed statement is committed", statement + ": " + told.failure);
        }
        resolved(root, statement, there && succeeded);
    }

    private void resolved(SessionModel root, Issued statement, boolean there) {
        if (root.resolved == Outcome.ROLLED_BACK && there) {
            world.violated("an outcome is resolved wrong", statement + " is there");
        }
    }

    private void ofOneShot(Issued statement, @Nullable Promise told, boolean there) {
        if (told == null) {
            return;
        }
        if (told.hasSucceeded() && !there) {
            world.violated("a one-shot that succeeded is not there", statement);
        }
        if (there && told.hasFailed() && told.failure instanceof StatementException refused && definite(refused)) {
            world.violated("a one-shot that failed is there: " + refused.kind(), statement);
        }
    }

    private static boolean definite(StatementException refused) {
        return switch (refused.kind()) {
            case TIMEOUT, CANCELLED -> false;
            default -> true;
        };
    }
}
