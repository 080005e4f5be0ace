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
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

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
        } catch (RuntimeException | Error e) {
            throw failed(OwnedSession.unexpected(e, Effect.STATEMENT));
        }
        if (!mark.stands()) {
            throw rolledBack(
                    result instanceof Rows rows ? rows : null,
                    new BackendException(ENDED, Kind.TRANSACTION_ENDED, Effect.TRANSACTION_ENDED, null));
        }
        return result;
    }

    /** The failure of the statement, which is what is told, with what became of its transaction. */
    private BackendException failed(BackendException failure) {
        try {
            if (failure.effect() != Effect.STATEMENT || errors.endsTransaction(failure, connection) || mark.stands()) {
                return failure;
            }
        } catch (SQLException | RuntimeException | Error e) {
            return failure.withEffect(Effect.CONNECTION_LOST);
        }
        return rolledBack(
                null,
                mark.onlyRollsBack()
                        ? failure.withEffect(Effect.TRANSACTION_ENDED)
                        : failure.with(
                                failure.getMessage() + "; before it failed, " + ENDED,
                                Kind.TRANSACTION_ENDED,
                                Effect.TRANSACTION_ENDED,
                                failure.getCause()));
    }

    /** What was begun inside is undone. */
    private BackendException rolledBack(@Nullable Rows open, BackendException ended) {
        try {
            if (open != null) {
                open.close();
            }
            transaction.rollback();
            return ended;
        } catch (BackendException | SQLException | RuntimeException | Error e) {
            return ended.withEffect(Effect.CONNECTION_LOST);
        }
    }
}
