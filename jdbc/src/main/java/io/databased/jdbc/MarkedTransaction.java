package io.databased.jdbc;

import io.databased.StatementException.Kind;
import io.databased.jdbc.owner.OwnedConnection.Rows;
import io.databased.jdbc.owner.OwnedSession;
import io.databased.jdbc.product.Errors;
import io.databased.jdbc.product.Transaction;
import io.databased.jdbc.product.TransactionMark;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import java.sql.Connection;
import java.sql.SQLException;

/** The transaction of a session, whose end by a statement is noticed behind that statement. */
final class MarkedTransaction {
    private static final String ENDED =
            "the statement ended the transaction of the session: by a COMMIT or ROLLBACK inside"
                    + " of a procedure or function, or by something that commits implicitly. What the session had done before it, and the"
                    + " statement itself, may be in the database for good; nothing was run after it. Run such a statement outside"
                    + " of sessions";
    private static final String LEFT_OPEN =
            "the statement left a transaction open, or autocommit off, as a procedure does that begins and does not"
                    + " end; what it had neither committed nor prepared (XA PREPARE) was rolled back, and what it had prepared"
                    + " stays until XA COMMIT or XA ROLLBACK. End the transaction where it was begun";

    private final Connection connection;
    private final Transaction transaction;
    private final TransactionMark mark;
    private final Errors errors;
    private boolean leftOpen;

    MarkedTransaction(Connection connection, Transaction transaction, TransactionMark mark, Errors errors) {
        this.connection = connection;
        this.transaction = transaction;
        this.mark = mark;
        this.errors = errors;
    }

    /** What a statement does. */
    interface Work<T> {
        T run() throws SQLException, BackendException;
    }

    /** What is done before the mark is looked at. */
    interface Ending {
        Ending NOTHING = () -> {};

        void run() throws BackendException;
    }

    /** Whether it costs nothing to look, so that rows may be watched while they are read. */
    boolean isFree() {
        return mark.isFree();
    }

    /** Runs a statement that is over when it has answered; if it fails, what it has set inside of the mark is undone first. */
    Reply run(Command command, Work<Reply> work, Ending ending) throws SQLException, BackendException {
        if (!transaction.isOpen()) {
            Reply reply = work.run();
            requireNoneLeft(command);
            return reply;
        }
        if (!mark.set(command)) {
            return work.run();
        }
        Reply reply = attempt(command, work, ending);
        requireStanding(command, Ending.NOTHING);
        return reply;
    }

    /** Begins a statement whose rows are read later. */
    Rows open(Command command, Work<Rows> work) throws SQLException, BackendException {
        boolean marked = transaction.isOpen() && mark.set(command);
        return marked ? new MarkedRows(attempt(command, work, Ending.NOTHING), this, command) : work.run();
    }

    /** Whether a statement has left a transaction of its own, so that nobody is to get the connection. */
    boolean isLeftOpen() {
        return leftOpen;
    }

    /** Behind a statement outside of transactions: in one that it has begun, the next ones would not commit themselves. */
    private void requireNoneLeft(Command command) throws SQLException, BackendException {
        leftOpen = mark.isLeftOpen(command);
        if (leftOpen) {
            transaction.rollback(); // the driver may have seen that autocommit is off
            throw new BackendException(LEFT_OPEN, Kind.TRANSACTION_ENDED, Effect.STATEMENT, null);
        }
    }

    /** Makes a call for a marked statement, whose failure tells what became of the transaction. */
    <T> T attempt(Command command, Work<T> work, Ending ending) throws BackendException {
        try {
            return work.run();
        } catch (SQLException e) {
            throw failed(command, errors.statement(e, command), ending);
        } catch (BackendException e) {
            throw failed(command, e, ending);
        } catch (RuntimeException | Error e) {
            throw failed(command, OwnedSession.unexpected(e, Effect.STATEMENT), ending);
        }
    }

    /** Behind a marked statement that has succeeded. With one that had the transaction to itself nothing else has ended. */
    void requireStanding(Command command, Ending ending) throws BackendException {
        boolean stands;
        try {
            stands = mark.stands();
        } catch (SQLException e) {
            throw errors.statement(e);
        }
        if (!stands && !command.isAlone()) {
            throw rolledBack(
                    new BackendException(ENDED, Kind.TRANSACTION_ENDED, Effect.TRANSACTION_ENDED, null), ending);
        }
    }

    /** The failure of the statement, which is what is told, with what became of its transaction. */
    private BackendException failed(Command command, BackendException failure, Ending ending) {
        if (failure.effect() != Effect.STATEMENT) {
            return failure;
        }
        try {
            ending.run();
            if (errors.endsTransaction(failure, connection) || mark.stands()) {
                return failure;
            }
        } catch (BackendException | SQLException | RuntimeException | Error e) {
            return failure.withEffect(Effect.CONNECTION_LOST);
        }
        return rolledBack(command.isAlone() ? failure : ended(failure), Ending.NOTHING);
    }

    private BackendException ended(BackendException failure) {
        return mark.onlyRollsBack()
                ? failure.withEffect(Effect.TRANSACTION_ENDED)
                : failure.with(
                        failure.getMessage() + "; before it failed, " + ENDED,
                        Kind.TRANSACTION_ENDED,
                        Effect.TRANSACTION_ENDED,
                        failure.getCause());
    }

    /** What was begun inside is undone. */
    private BackendException rolledBack(BackendException ended, Ending ending) {
        try {
            ending.run();
            transaction.rollback();
            return ended;
        } catch (BackendException | SQLException | RuntimeException | Error e) {
            return ended.withEffect(Effect.CONNECTION_LOST);
        }
    }
}
