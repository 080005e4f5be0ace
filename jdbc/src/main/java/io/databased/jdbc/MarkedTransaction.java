package io.databased.jdbc;

import io.databased.StatementException.Kind;
import io.databased.jdbc.product.Errors;
import io.databased.jdbc.product.Transaction;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.MySqlCodes;
import io.databased.spi.Reply;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A statement that may end the transaction around it. A savepoint goes before it and is released behind it: it does not outlive
 * its transaction, even if another was begun.
 */
record MarkedTransaction(Connection connection, Transaction transaction, Errors errors) {
    private static final String ENDED =
            "the statement ended the transaction of the session: by a COMMIT or ROLLBACK inside"
                    + " of a procedure, or by something that commits implicitly. What the session had done before it, and the"
                    + " statement itself, may be in the database for good; nothing was run after it. Run such a statement outside"
                    + " of sessions";

    /** The statement. */
    interface Work {
        Reply run() throws SQLException;
    }

    Reply run(Work work) throws SQLException, BackendException {
        control("SAVEPOINT databased_mark");
        Reply reply;
        try {
            reply = work.run();
        } catch (SQLException e) {
            BackendException failure = errors.statement(e);
            if (failure.effect() == Effect.STATEMENT && !errors.endsTransaction(failure, connection) && !isMarked()) {
                transaction.rollback();
                throw failure.with(
                        failure.getMessage() + "; before it failed, " + ENDED,
                        Kind.TRANSACTION_ENDED,
                        Effect.TRANSACTION_ENDED,
                        failure.getCause());
            }
            throw failure;
        }
        if (!isMarked()) {
            transaction.rollback();
            throw new BackendException(ENDED, Kind.TRANSACTION_ENDED, Effect.TRANSACTION_ENDED, null);
        }
        return reply;
    }

    /** Not by the methods of {@link Connection}: that of Connector/J for releasing does nothing. */
    private void control(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private boolean isMarked() throws SQLException {
        try {
            control("RELEASE SAVEPOINT databased_mark");
            return true;
        } catch (SQLException e) {
            if (e.getErrorCode() == MySqlCodes.NO_SUCH_SAVEPOINT) {
                return false;
            }
            throw e;
        }
    }
}
