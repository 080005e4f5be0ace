package io.databased.mysql;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import org.jspecify.annotations.Nullable;

/** What is said of statements that begin or end transactions, which are the session's to begin and to end. */
final class TransactionBreach {
    private static final String ENDED =
            "the statement ended the transaction of the session: by a COMMIT or ROLLBACK inside"
                    + " of a procedure, or by something that commits implicitly. What the session had done before it, and the"
                    + " statement itself, may be in the database for good; nothing was run after it. Run such a statement outside"
                    + " of sessions";

    private TransactionBreach() {}

    /**
     * A statement inside a transaction has left none, or another.
     *
     * @param failure what the statement failed with, if it did
     */
    static BackendException ended(Command command, @Nullable Throwable failure) {
        if (!(failure instanceof BackendException told)) {
            return new BackendException(ENDED, Kind.TRANSACTION_ENDED, Effect.TRANSACTION_ENDED, null);
        }
        if (command.mode() == Command.Mode.BATCH || TransactionWatch.keeps(command)) {
            return told.withEffect(Effect.TRANSACTION_ENDED); // it cannot commit, so the server has rolled back
        }
        return told.with(
                told.getMessage() + "; before it failed, " + ENDED,
                Kind.TRANSACTION_ENDED,
                Effect.TRANSACTION_ENDED,
                told.getCause());
    }

    /** A statement outside of any session has begun a transaction, or has switched autocommit off. */
    static BackendException leftOpen() {
        return new BackendException(
                "the statement left a transaction open, or autocommit off, as a procedure does that begins and does not"
                        + " end; what it had neither committed nor prepared (XA PREPARE) was rolled back, and what it had"
                        + " prepared stays until XA COMMIT or XA ROLLBACK. End the transaction where it was begun",
                Kind.TRANSACTION_ENDED,
                Effect.STATEMENT,
                null);
    }
}
