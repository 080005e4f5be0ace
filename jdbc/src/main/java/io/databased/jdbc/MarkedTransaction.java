package io.databased.jdbc;

import io.databased.StatementException.Kind;
import io.databased.jdbc.owner.OwnedConnection.Rows;
import io.databased.jdbc.product.Errors;
import io.databased.jdbc.product.Transaction;
import io.databased.jdbc.product.TransactionMark;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import java.sql.Connection;
import java.sql.SQLException;

/** The transaction of a session, whose end by a statement is noticed behind that statement. */
final class MarkedTransaction {
    private static final String ENDED =
            "the statement ended the transaction of the session: by a COMMIT or ROLLBACK inside"
                    + " of a procedure or function, or by something that commits implicitly. What the session had done before it, and the"
                    + " statement itself, may be in the database for good; nothing was run after it. Run such a statement outside"
                    + " of sessions";

    private final Connection connection;
    private final Transaction transaction;
    private final TransactionMark mark;
    private final Errors errors;

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

    /** Whether it costs nothing to look, so that rows may be watched while they are read. */
    boolean isFree() {
        return mark.isFree();
    }

    <T> T run(Command command, Work<T> work) throws SQLException, BackendException {
        if (!transaction.isOpen() || !mark.set(command)) {
            return work.run();
        }
        T result;
        try {
            result = work.run();
        } catch (SQLException e) {
            throw failed(errors.statement(e));
        } catch (BackendException e) {
            throw failed(e);
        }
        if (!mark.stands()) {
            if (result instanceof Rows rows) {
                rows.close();
            }
            transaction.rollback();
            throw new BackendException(ENDED, Kind.TRANSACTION_ENDED, Effect.TRANSACTION_ENDED, null);
        }
        return result;
    }

    private BackendException failed(BackendException failure) throws SQLException {
        if (failure.effect() != Effect.STATEMENT || errors.endsTransaction(failure, connection) || mark.stands()) {
            return failure;
        }
        transaction.rollback();
        if (mark.onlyRollsBack()) {
            return failure.withEffect(Effect.TRANSACTION_ENDED);
        }
        return failure.with(
                failure.getMessage() + "; before it failed, " + ENDED,
                Kind.TRANSACTION_ENDED,
                Effect.TRANSACTION_ENDED,
                failure.getCause());
    }
}
