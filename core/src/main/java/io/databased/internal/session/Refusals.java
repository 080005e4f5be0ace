package io.databased.internal.session;

import io.databased.ChildSessionOpenException;
import io.databased.ConnectionLostException;
import io.databased.DatabasedException;
import io.databased.InvalidQueryException;
import io.databased.NotConnectedException;
import io.databased.SavepointsUnsupportedException;
import io.databased.SessionAlreadyOpenException;
import io.databased.SessionFailedException;
import io.databased.SessionNotOpenException;
import io.databased.SessionOptions;
import io.databased.StreamOpenException;
import io.databased.internal.async.Log;
import io.databased.internal.context.Prepared;
import io.databased.internal.failure.CallSite;
import io.databased.internal.failure.Failures;
import io.databased.internal.failure.Origin;
import io.databased.internal.sql.ParsedSql;
import io.databased.internal.sql.StatementKind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.SqlDialect;
import java.lang.System.Logger.Level;
import java.util.Objects;

/** What users of one session are told when something is refused, and what to do instead. */
record Refusals(SessionNode session) {
    static final String COMMIT = "commit";
    private static final String WORK_IS_OVER =
            "its work is over, and this came too late; use it inside of the work only,"
                    + " and with futures return the future of the last statement from the work";

    private static final String AHEAD_OF_TESTS =
            "In force-rollback all statements are in one session; run it before, on a database that is not in"
                    + " force-rollback. For tests with the JUnit extension, migrated(…) does that";

    SessionNotOpenException notOpen(String what) {
        String advice = switch (session.status()) {
            case NEW -> "call open() first, or use the form that takes a work function";
            case OPENING -> "wait for open() to complete";
            case COMMITTED, CANCELLED, UNKNOWN -> over();
            default -> session.workIsOver() ? WORK_IS_OVER : "it is ending";
        };
        return new SessionNotOpenException(
                name() + " is not open for a " + what + " (status " + session.status() + "); " + advice);
    }

    private String over() {
        Throwable endedBy = session.endedBy();
        if (endedBy != null) {
            return String.valueOf(endedBy.getMessage());
        }
        return session.workIsOver() ? WORK_IS_OVER : "it is over; use a new one";
    }

    /**
     * Under the monitor: what is told to who asked for a statement or a child session. Work that goes on when its session has
     * ended may never look at the future that is refused, and what it asks for is lost; so that is logged, too.
     */
    Throwable told(Throwable refusal, Origin asker) {
        Throwable told = asker.refused(refusal);
        if (session.workIsOver()) {
            CallSite site = asker.callSite();
            String line = site == null ? "" : site.line();
            if (session.context().lasting().warned().isNew(line)) {
                session.pipeline().monitor().afterwards(() -> Log.LOGGER.log(Level.WARNING, told.getMessage()));
            }
        }
        return told;
    }

    DatabasedException openedBefore() {
        return session.status().ended()
                ? notOpen("open")
                : new SessionAlreadyOpenException(name() + " is open already (status " + session.status()
                        + "); open() is called once for each session");
    }

    /**
     * @param consequence what does not happen, as {@code was not committed}
     * @param sent whether what is refused has reached the database, which then refused it as well
     */
    RuntimeException failedBefore(String consequence, boolean sent) {
        Throwable first = Objects.requireNonNull(session.failure());
        if (first instanceof ConnectionLostException) {
            return new ConnectionLostException(
                    name() + " " + consequence + ". " + first.getMessage() + ". Start again in a new session",
                    sent,
                    first);
        }
        return new SessionFailedException(
                name() + " " + consequence + ", because a statement of it failed: " + first.getMessage()
                        + ". Only cancel() is left; put statements that may fail into a child session:"
                        + " session.transaction(…)",
                first);
    }

    ChildSessionOpenException childOpen(SessionNode child, String what) {
        return new ChildSessionOpenException(name() + " has an open child session, '" + child.name() + "' opened at "
                + child.label().line() + "; the " + what
                + " was not sent. "
                + (what.equals(COMMIT)
                        ? "End the child first: commit(), cancel() or close() it"
                        : "Run it on the child, or end the child first"));
    }

    StreamOpenException streamOpen(SessionNode streaming) {
        return new StreamOpenException("A stream of session '" + streaming.name()
                + "' is open; nothing was sent. Finish or cancel the stream first, or use another session");
    }

    /** @throws SavepointsUnsupportedException if the database cannot nest transactions */
    void requireChildren(SessionOptions options) {
        if (!session.context().dialect().savepoints()) {
            throw new SavepointsUnsupportedException(name() + " cannot have a child session, because "
                    + session.context().dialect().name()
                    + " has no savepoints; nothing was sent. Do the work in the session itself, or in one of its own");
        }
        if (options.isolation().isPresent()
                || options.readOnly()
                || options.deferrable()
                || options.forceRollback()
                || options.retry().maxRuns() > 1) {
            throw new IllegalArgumentException(
                    "isolation, read-only, deferrable, force-rollback and retry belong to the"
                            + " outermost session; a child session shares its transaction");
        }
    }

    /**
     * Under the monitor: lets a statement pass, or refuses it at the call.
     *
     * @throws io.databased.DatabasedException if the session, a child, a stream, or the statement itself is against it
     */
    void requireStatement(Prepared statement) {
        Throwable refusal = session.refusalOfNewStatement();
        if (refusal != null && told(refusal, statement.origin()) instanceof RuntimeException told) {
            throw told;
        }
        requireAllowed(statement.parsed(), session.pipeline().root().options());
    }

    /** @throws InvalidQueryException for what would write in a read-only session, or commit behind its back */
    private void requireAllowed(ParsedSql statement, SessionOptions outermost) {
        StatementKind kind = statement.kind();
        if (outermost.readOnly() && kind != StatementKind.READ && kind != StatementKind.SESSION) {
            throw new InvalidQueryException(statement.verb() + " in session '" + session.name()
                    + "', which is read-only; nothing was sent. Open a session without withReadOnly()");
        }
        SqlDialect dialect = session.context().dialect();
        if (dialect.definitionCommits() && statement.mayCommitImplicitly()) {
            throw new InvalidQueryException(
                    statement.verb() + " would commit session '" + session.name() + "', because " + dialect.name()
                            + " commits the transaction when it runs this; nothing was sent. "
                            + remedy(statement.verb()));
        }
    }

    /** Outside of sessions a lock of tables is of no use, for it is gone with its connection. */
    private String remedy(String verb) {
        if (verb.equals("LOCK") || verb.equals("UNLOCK")) {
            return "To keep others from rows use SELECT … FOR UPDATE, which the end of the session releases";
        }
        return session.context().settings().forceRollback()
                ? AHEAD_OF_TESTS
                : "Run it outside of sessions: database.execute(…)";
    }

    SessionNotOpenException cancelledBeforeSent() {
        return new SessionNotOpenException(
                "Not run: session '" + session.name() + "' was cancelled before the statement was sent");
    }

    SessionNotOpenException cancelledWhileOpening() {
        return new SessionNotOpenException(name() + " was cancelled while it was being opened");
    }

    /** A child whose ancestor was cancelled. */
    SessionNotOpenException endedWith(SessionNode outer) {
        return new SessionNotOpenException(name() + " was rolled back, because session '" + outer.name()
                + "' around it was cancelled before it had ended");
    }

    NotConnectedException revoked() {
        return new NotConnectedException(
                name() + " was rolled back, because its database was disconnected and the grace is over");
    }

    /** What users are told when the connection went away under this session. */
    Throwable lost(Throwable cause, Origin asker) {
        BackendException failure = Failures.backend(cause).withEffect(Effect.NOT_SENT);
        return Failures.statement(failure, null, asker);
    }

    /** What users are told when the database did not want to commit. */
    Throwable commitRefused(BackendException refused, Origin asker) {
        BackendException failure = refused.withEffect(Effect.TRANSACTION_ENDED);
        return Failures.statement(failure, "COMMIT", asker.with("COMMIT"));
    }

    private String name() {
        return "Session '" + session.name() + "'";
    }
}
