package io.databased.jdbc;

import io.databased.StatementException.Kind;
import io.databased.jdbc.owner.OwnedConnection;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Command.Mode;
import io.databased.spi.Reply;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** One connection of any driver, as its owner thread uses it. */
final class JdbcConnection implements OwnedConnection {
    private static final int VALIDATION_SECONDS = 5;

    private final Connection connection;
    private final JdbcErrors errors;
    private final JdbcProduct product;
    private final Execution execution;
    private final JdbcTransaction transaction;

    JdbcConnection(Connection connection, JdbcDialect dialect) {
        this.connection = connection;
        this.errors = new JdbcErrors(dialect);
        this.product = dialect.product();
        this.execution = new Execution(connection, product, errors);
        this.transaction = new JdbcTransaction(connection);
    }

    @Override
    public void control(Control step) throws BackendException {
        try {
            transaction.run(step);
        } catch (SQLException e) {
            throw switch (step.kind()) {
                case BEGIN, COMMIT -> rolledBack(e);
                default -> errors.failure(e, Effect.PRELUDE);
            };
        }
    }

    /** A transaction that could not be begun or committed is ended for certain. */
    private BackendException rolledBack(SQLException thrown) {
        BackendException failure = errors.failure(thrown, Effect.TRANSACTION_ENDED);
        if (failure.effect() == Effect.CONNECTION_LOST) {
            return failure;
        }
        try {
            transaction.rollback();
            return failure;
        } catch (SQLException e) {
            return failure.withEffect(Effect.CONNECTION_LOST);
        }
    }

    @Override
    public Reply run(Command command) throws BackendException {
        try {
            return execution.run(command);
        } catch (SQLException e) {
            throw errors.statement(e);
        }
    }

    @Override
    public Rows open(Command command) throws BackendException {
        try {
            return execution.open(command);
        } catch (SQLException e) {
            throw errors.statement(e);
        }
    }

    @Override
    public BackendException settle(BackendException failure) {
        if (failure.effect() != Effect.STATEMENT) {
            return failure;
        }
        try {
            execution.undoBatch();
            if (product.endsTransaction(failure.sqlState()) && transaction.isOpen()) {
                transaction.rollback();
                return failure.withEffect(Effect.TRANSACTION_ENDED);
            }
            boolean lost = failure.kind() == Kind.OTHER && !connection.isValid(VALIDATION_SECONDS);
            return lost ? failure.withEffect(Effect.CONNECTION_LOST) : failure;
        } catch (SQLException e) {
            return failure.withEffect(Effect.CONNECTION_LOST);
        }
    }

    @Override
    public void cancel() {
        execution.cancel();
    }

    @Override
    public boolean reusableAfterCancel() {
        return product.cancelsAtOnce();
    }

    @Override
    public void validate() throws BackendException {
        try {
            if (!connection.isValid(VALIDATION_SECONDS)) {
                throw new BackendException("the connection does not answer", Kind.SYSTEM, Effect.CONNECTION_LOST, null);
            }
        } catch (SQLException e) {
            throw errors.failure(e, Effect.CONNECTION_LOST);
        }
    }

    @Override
    public boolean inTransaction() throws BackendException {
        try {
            return transaction.isOpen();
        } catch (SQLException e) {
            throw errors.failure(e, Effect.CONNECTION_LOST);
        }
    }

    @Override
    public void reset() throws BackendException {
        throw new BackendException(
                "JDBC has no way to bring back a connection's settings and temporary objects; it is replaced",
                Kind.UNSUPPORTED,
                Effect.STATEMENT,
                null);
    }

    @Override
    public void close() throws BackendException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw errors.failure(e, Effect.CONNECTION_LOST);
        }
    }

    @Override
    public Connection connection() {
        return connection;
    }

    /** What a driver does while its server is silent is not known to end with a cancel. */
    @Override
    public boolean mayRunWhereAwaited(Command command) {
        return false;
    }

    @Override
    public boolean startsGroup(Command command) {
        return command.mode() == Mode.BATCH && command.prelude().isEmpty() && autoCommits();
    }

    private boolean autoCommits() {
        try {
            return connection.getAutoCommit();
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public boolean joinsGroup(Command command) {
        return false;
    }

    /** A batch on its own: all or nothing. */
    @Override
    public void runGroup(List<? extends Member> group) {
        Member batch = group.get(0);
        try {
            transaction.begin();
        } catch (SQLException e) {
            batch.finish(new Attempt(null, rolledBack(e).withEffect(Effect.STATEMENT)));
            return;
        }
        batch.finish(ended(batch.attempt()));
    }

    private Attempt ended(Attempt attempt) {
        try {
            if (attempt.reply() != null) {
                transaction.commit();
            } else {
                transaction.rollback();
            }
            return attempt;
        } catch (SQLException e) {
            BackendException failure = rolledBack(e);
            boolean lost = failure.effect() == Effect.CONNECTION_LOST;
            return new Attempt(null, lost ? failure : failure.withEffect(Effect.STATEMENT));
        }
    }
}
