package io.databased.internal.failure;

import io.databased.AcquireTimeoutException;
import io.databased.CommitOutcomeUnknownException;
import io.databased.ConnectionFailedException;
import io.databased.ConnectionLostException;
import io.databased.DatabasedException;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Turns what a backend reports into what a user can act on: with the SQL, the session's name and the caller's line. */
public final class Failures {
    private static final int SHOWN_SQL = 500;

    /** "Active SQL transaction". */
    private static final String IN_TRANSACTION = "25001";

    private Failures() {}

    public static Throwable unwrap(Throwable failure) {
        Throwable unwrapped = failure;
        while ((unwrapped instanceof CompletionException || unwrapped instanceof ExecutionException)
                && unwrapped.getCause() != null) {
            unwrapped = unwrapped.getCause();
        }
        return unwrapped;
    }

    /** The portable class of what a user is told. */
    public static Kind kind(Throwable failure) {
        if (failure instanceof StatementException refused) {
            return refused.kind();
        }
        if (failure instanceof ConnectionFailedException refused) {
            return refused.kind();
        }
        if (failure instanceof ConnectionLostException || failure instanceof CommitOutcomeUnknownException) {
            return Kind.SYSTEM;
        }
        return failure instanceof AcquireTimeoutException
                ? Kind.TIMEOUT
                : failure instanceof CancellationException ? Kind.CANCELLED : Kind.OTHER;
    }

    public static BackendException backend(Throwable failure) {
        Throwable unwrapped = unwrap(failure);
        return unwrapped instanceof BackendException reported
                ? reported
                : new BackendException(
                        "the backend failed unexpectedly: "
                                + unwrapped.getClass().getName(),
                        Kind.OTHER,
                        Effect.CONNECTION_LOST,
                        unwrapped);
    }

    /**
     * A statement that failed.
     *
     * @param sent the text as the database has it; null if there is none
     */
    public static DatabasedException statement(BackendException failure, @Nullable String sent, Origin origin) {
        DatabasedException translated = switch (failure.effect()) {
            case CONNECTION_LOST, NOT_SENT -> lost(failure, origin);
            case STATEMENT, TRANSACTION_ENDED, PRELUDE -> refused(failure, sent, origin);
        };
        CallSite callSite = origin.callSite();
        if (callSite != null) {
            translated.setStackTrace(callSite.userFrames());
        }
        return translated;
    }

    private static DatabasedException refused(BackendException failure, @Nullable String sent, Origin origin) {
        String after = switch (failure.effect()) {
            case TRANSACTION_ENDED ->
                failure.kind() == Kind.TRANSACTION_ENDED
                        ? "" // it says itself what is left
                        : "; the database ended the transaction, everything in it is rolled back";
            case PRELUDE -> "; the statement was not run, because opening its transaction failed";
            default -> "";
        };
        return new StatementException(
                        failure.getMessage() + " [" + code(failure) + "]" + after + remedy(failure, sent, origin)
                                + origin.text(),
                        failure.kind(),
                        failure.sqlState(),
                        failure.vendorCode(),
                        sent,
                        failure.getCause())
                .withDatabaseMessage(failure.databaseMessage());
    }

    /** What has to come before a transaction, or must not be in one. */
    private static String remedy(BackendException failure, @Nullable String sent, Origin origin) {
        if (!IN_TRANSACTION.equals(failure.sqlState()) || origin.session() == null || sent == null) {
            return "";
        }
        return sent.regionMatches(true, 0, "SET", 0, 3)
                ? "; say it when the session is opened: SessionOptions.defaults().withIsolation(…) or withReadOnly()"
                : "; run it outside of sessions: database.execute(…)";
    }

    private static DatabasedException lost(BackendException failure, Origin origin) {
        boolean sent = failure.effect() == Effect.CONNECTION_LOST;
        String fate = origin.session() != null
                ? "everything in the session is rolled back"
                : sent ? "the statement may have been applied" : "the statement was not sent and may be run again";
        return new ConnectionLostException(
                "The connection was lost: " + reason(failure) + "; " + fate + origin.text(), sent, failure.getCause());
    }

    /** Why a connection was lost, with the code by which the database names it. */
    public static String reason(BackendException failure) {
        return failure.sqlState() == null
                ? failure.getMessage()
                : failure.getMessage() + " [SQLSTATE " + failure.sqlState() + "]";
    }

    private static String code(BackendException failure) {
        StringBuilder code = new StringBuilder(failure.kind().name());
        if (failure.sqlState() != null) {
            code.append(", SQLSTATE ").append(failure.sqlState());
        }
        if (failure.vendorCode() != null) {
            code.append(", code ").append(failure.vendorCode());
        }
        return code.toString();
    }

    /** On one line, with nothing in it that a log cannot hold. */
    public static String shorten(String sql) {
        String line = sql.strip().replaceAll("\\s+", " ").replaceAll("[\\p{Cntrl}\\p{Cs}]", "\ufffd");
        return line.length() <= SHOWN_SQL ? line : line.substring(0, SHOWN_SQL) + "…";
    }
}
