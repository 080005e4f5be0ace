package io.databased.jdbc;

import io.databased.StatementException.Kind;
import io.databased.jdbc.StatementCache.Keys;
import io.databased.jdbc.StatementCache.Prepared;
import io.databased.jdbc.owner.Keyword;
import io.databased.jdbc.owner.OwnedConnection;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Command.Mode;
import io.databased.spi.Reply;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One connection of any driver, as its owner thread uses it. */
final class JdbcConnection implements OwnedConnection {
    private static final Set<String> INSERTING = Set.of("INSERT", "MERGE", "REPLACE");
    private static final int VALIDATION_SECONDS = 5;

    private final Connection connection;
    private final JdbcErrors errors;
    private final JdbcProduct product;
    private final Binder binder;
    private final StatementCache statements;
    private final JdbcTransaction transaction;
    private @Nullable Savepoint beforeBatch;

    /** What {@link #cancel} stops; it is called only while this runs. */
    private volatile @Nullable Statement running;

    JdbcConnection(Connection connection, JdbcDialect dialect) {
        this.connection = connection;
        this.errors = new JdbcErrors(dialect);
        this.product = dialect.product();
        this.binder = new Binder(product);
        this.statements = new StatementCache(connection);
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
            return command.mode() == Mode.BATCH ? batch(command) : single(command);
        } catch (SQLException e) {
            statements.discard(command.sql());
            throw errors.statement(e);
        }
    }

    private Reply single(Command command) throws SQLException {
        boolean keys = command.mode() == Mode.EXECUTE
                && !command.returnsRows()
                && INSERTING.contains(Keyword.of(command.sql()));
        Prepared prepared = statements.get(command.sql(), keys ? Keys.WANTED : Keys.NONE);
        PreparedStatement statement = prepared.statement;
        running = statement;
        binder.bind(statement, command.values());
        int limit = command.maxRows() < Integer.MAX_VALUE ? (int) command.maxRows() : 0;
        statement.setMaxRows(limit);
        if (!statement.execute()) {
            long affected = Results.affected(statement);
            return affected == 0 && !keys
                    ? Reply.NONE
                    : new Reply(
                            Reply.NONE.columns(), Reply.NONE.rows(), affected, keys ? Results.key(statement) : null);
        }
        try (ResultSet result = statement.getResultSet()) {
            return command.mode() == Mode.FETCH
                    ? Results.fetch(prepared, result, command.maxRows())
                    : Results.count(command.sql(), result);
        }
    }

    /** In an open transaction, a batch that fails is undone by a savepoint; on its own, it is a group of one. */
    private Reply batch(Command command) throws SQLException {
        Prepared prepared = statements.get(command.sql(), Keys.NONE);
        running = prepared.statement;
        beforeBatch = connection.setSavepoint();
        long affected = Results.batch(prepared.statement, command.batch(), binder);
        connection.releaseSavepoint(beforeBatch);
        beforeBatch = null;
        return new Reply(Reply.NONE.columns(), Reply.NONE.rows(), affected, null);
    }

    @Override
    public Rows open(Command command) throws BackendException {
        Streaming streaming = new Streaming(connection, product);
        PreparedStatement statement = null;
        try {
            statement = streaming.prepare(command.sql());
            running = statement;
            binder.bind(statement, command.values());
            statement.execute();
            return new JdbcRows(statement, streaming, errors);
        } catch (SQLException e) {
            if (statement != null) {
                Closing.quietly(statement);
            }
            Closing.quietly(streaming::end);
            throw errors.statement(e);
        }
    }

    @Override
    public BackendException settle(BackendException failure) {
        if (failure.effect() != Effect.STATEMENT) {
            return failure;
        }
        try {
            if (beforeBatch != null) {
                connection.rollback(beforeBatch);
            }
            if (product == JdbcProduct.H2 && failure.kind() == Kind.DEADLOCK && transaction.isOpen()) {
                return failure.withEffect(Effect.TRANSACTION_ENDED);
            }
            boolean lost = failure.kind() == Kind.OTHER && !connection.isValid(VALIDATION_SECONDS);
            return lost ? failure.withEffect(Effect.CONNECTION_LOST) : failure;
        } catch (SQLException e) {
            return failure.withEffect(Effect.CONNECTION_LOST);
        } finally {
            beforeBatch = null;
        }
    }

    @Override
    public void cancel() {
        Statement target = running;
        if (target != null) {
            try {
                target.cancel();
            } catch (SQLException e) {
                // Refused or too late: the statement goes on to its end.
            }
        }
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
