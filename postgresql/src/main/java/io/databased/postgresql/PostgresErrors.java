package io.databased.postgresql;

import io.databased.StatementException.Kind;
import io.databased.postgresql.ErrorReports.LastWords;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.SqlStates;
import io.databased.vertx.DriverFailures;
import io.vertx.pgclient.PgException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the server's refusals mean, by <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">its
 * SQLSTATEs</a>.
 */
final class PostgresErrors {
    static final String IN_FAILED_TRANSACTION = "25P02";
    static final String NO_TRANSACTION = "25P01";
    static final String READ_ONLY_TRANSACTION = "25006";
    private static final String PLAN_CHANGED = "0A000";
    private static final String NO_SUCH_STATEMENT = "26000";
    private static final String REFUSED_BY_POOLER = "08P01";

    private static final Pattern OUTDATED = Pattern.compile("42.*|0A000|22P0[23]|22007");

    /** Where the server finds that a plan has changed, in whatever language it says so. */
    private static final String CHECKING_PLANS = "RevalidateCachedQuery";

    /** Distributed databases say so when they cannot find out whether they have committed. */
    private static final String OUTCOME_UNKNOWN = "40003";

    private PostgresErrors() {}

    /** A refusal that may be about another statement than the one that got it, or about none. */
    static BackendException refused(Throwable failure, Effect effect) {
        return refused(failure, effect, false);
    }

    /** @param ofStatement whether it is about the statement that got it */
    static BackendException refused(Throwable failure, Effect effect, boolean ofStatement) {
        if (failure instanceof PgException refused) {
            Kind kind = kind(refused);
            return exception(refused, kind, effect, message(refused, kind, ofStatement));
        }
        if (failure instanceof LastWords last) {
            PgException said = last.said();
            return exception(said, Kind.SYSTEM, effect, ServerText.shown(said, Kind.SYSTEM, false));
        }
        if (DriverFailures.notEncoded(failure)) {
            return new BackendException(ExpectedType.message(DriverFailures.misfit(failure)), Kind.DATA, effect, null);
        }
        return new BackendException("the driver failed: " + failure.getClass().getName(), Kind.OTHER, effect, null);
    }

    /**
     * Whether what otherwise tells of the connection tells of the statement: one that needs a transaction has none, or it
     * names a prepared statement of the user's.
     */
    static boolean isOfTheStatement(Throwable failure, Command command, boolean inTransaction) {
        boolean alone = !inTransaction && command.prelude().isEmpty();
        return (alone && is(failure, NO_TRANSACTION)) || (namesStatement(command) && is(failure, NO_SUCH_STATEMENT));
    }

    /**
     * Whether PgBouncer has given a client up before it forwarded anything: it could not set the client's parameters on the server's
     * connection. It does that ahead of each transaction, and a signal to stop may hit it that comes late to the server.
     */
    static boolean wasNotForwarded(Throwable failure) {
        return failure instanceof LastWords last
                && REFUSED_BY_POOLER.equals(ErrorReports.state(last.said()))
                && "invalid server parameter".equals(last.said().getErrorMessage());
    }

    /** Whether it is about a prepared statement of the user's. */
    static boolean namesStatement(Command command) {
        return command.verb().equals("EXECUTE") || command.verb().equals("DEALLOCATE");
    }

    /** In the server's words, whatever they tell of. */
    static BackendException said(PgException refused, Effect effect) {
        Kind kind = SqlStates.kind(ErrorReports.state(refused));
        return exception(refused, kind, effect, ServerText.shown(refused, kind, true));
    }

    private static BackendException exception(PgException refused, Kind kind, Effect effect, String message) {
        return new BackendException(message, kind, effect, ErrorReports.state(refused), null, copy(refused, message))
                .withDatabaseMessage(ServerText.all(refused));
    }

    private static Kind kind(PgException refused) {
        if (NO_TRANSACTION.equals(ErrorReports.state(refused))) {
            return Kind.TRANSACTION_ENDED;
        }
        Kind kind = SqlStates.kind(ErrorReports.state(refused));
        return kind == Kind.CANCELLED && has(refused, StopReports.TIMEOUT) ? Kind.TIMEOUT : kind;
    }

    private static String message(PgException refused, Kind kind, boolean ofStatement) {
        if (NO_TRANSACTION.equals(ErrorReports.state(refused))) {
            return "no transaction is open any more"; // the server's words are about the statement that asked
        }
        return ServerText.shown(refused, kind, ofStatement);
    }

    /** The driver's own exception is no cause to keep: its details quote values. What it names stays. */
    private static PgException copy(PgException refused, String message) {
        return new PgException(
                message,
                refused.getSeverity(),
                ErrorReports.state(refused),
                null,
                null,
                refused.getPosition(),
                null,
                null,
                null,
                refused.getFile(),
                refused.getLine(),
                refused.getRoutine(),
                refused.getSchema(),
                refused.getTable(),
                refused.getColumn(),
                refused.getDataType(),
                refused.getConstraint());
    }

    /**
     * Whether the failure is of the connection: whatever is no answer of the server's, and its answer that it knows no more than
     * if there were none.
     */
    static boolean isLoss(Throwable failure) {
        return failure instanceof PgException ? is(failure, OUTCOME_UNKNOWN) : !DriverFailures.notEncoded(failure);
    }

    static boolean is(@Nullable Throwable failure, String sqlState) {
        return failure instanceof PgException refused && sqlState.equals(ErrorReports.state(refused));
    }

    /** Whether a statement that was prepared before has become invalid; the driver forgets it if it is told so in English. */
    static boolean isPlanChanged(@Nullable Throwable failure) {
        return failure instanceof PgException refused
                && PLAN_CHANGED.equals(ErrorReports.state(refused))
                && refused.getWhere() == null // a function that raises it says where
                && (CHECKING_PLANS.equals(refused.getRoutine()) // others that speak the protocol name no routine
                        || has(refused, "cached plan must not change result type"));
    }

    /**
     * Whether a statement fails so that was prepared for other types than the server has now: by names, by features, by texts that
     * are not of the type, by a value that the driver cannot write for the type that it was told.
     */
    static boolean mayBeOutdated(@Nullable Throwable failure) {
        String state = failure instanceof PgException refused ? ErrorReports.state(refused) : null;
        return state != null
                ? OUTDATED.matcher(state).matches()
                : failure != null && DriverFailures.notEncoded(failure);
    }

    /** Whether a statement that was prepared before is gone; the driver does not forget it. */
    static boolean isStatementGone(@Nullable Throwable failure) {
        return failure instanceof PgException refused
                && NO_SUCH_STATEMENT.equals(ErrorReports.state(refused))
                && refused.getWhere() == null; // a function that raises it says where
    }

    /** What trying again does not change: wrong password or user, no such database, not admitted. */
    static boolean isPermanent(@Nullable String sqlState) {
        return sqlState != null && (sqlState.startsWith("28") || sqlState.equals("3D000") || sqlState.equals("42501"));
    }

    static boolean has(PgException refused, String words) {
        return refused.getErrorMessage() != null && refused.getErrorMessage().contains(words);
    }
}
