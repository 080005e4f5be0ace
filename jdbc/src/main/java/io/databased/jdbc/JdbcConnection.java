package io.databased.jdbc;

import io.databased.StatementException.Kind;
import io.databased.jdbc.owner.OwnedConnection;
import io.databased.jdbc.owner.OwnedSession;
import io.databased.jdbc.product.Errors;
import io.databased.jdbc.product.Product;
import io.databased.jdbc.product.Signal;
import io.databased.jdbc.product.Traces;
import io.databased.jdbc.product.Transaction;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Command.Mode;
import io.databased.spi.Reply;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One connection of any driver, as its owner thread uses it. */
final class JdbcConnection implements OwnedConnection {
    private static final int VALIDATION_SECONDS = 5;

    private final Connection connection;
    private final Product product;
    private final Errors errors;
    private final Execution execution;
    private final Transaction transaction;
    private final MarkedTransaction marked;
    private final Product.@Nullable Reset reset;
    private final Traces traces;
    private final boolean freesCallers;
    private final List<Command> initial = new ArrayList<>(); // what is run on a connection that is as new
    private @Nullable BackendException tainted; // why traces could not be removed

    JdbcConnection(Connection connection, JdbcDialect dialect) throws SQLException {
        this.connection = connection;
        this.product = dialect.product();
        this.errors = product.errors();
        this.execution = new Execution(connection, dialect);
        this.transaction = product.transaction(connection);
        this.marked = new MarkedTransaction(connection, transaction, product.mark(connection), errors);
        this.reset = product.reset(connection);
        this.traces = product.traces(connection, dialect.definitions());
        this.freesCallers = product.waitsForSocket() && product.abortsAtOnce(connection);
    }

    @Override
    public void control(Control step, BooleanSupplier unwanted) throws BackendException {
        try {
            requireClean();
            transaction.run(step);
            removeTraces();
        } catch (SQLException e) {
            throw switch (step.kind()) {
                case BEGIN, COMMIT -> rolledBack(e);
                default -> errors.failure(e, Effect.PRELUDE);
            };
        }
    }

    /** A transaction that could not be begun or committed is ended for certain. */
    private BackendException rolledBack(SQLException thrown) {
        return rolledBack(errors.failure(thrown, Effect.TRANSACTION_ENDED));
    }

    /** The first failure is what is told. */
    private BackendException rolledBack(BackendException failure) {
        if (failure.effect() == Effect.CONNECTION_LOST) {
            return failure;
        }
        try {
            transaction.rollback();
            return failure;
        } catch (SQLException | RuntimeException | Error e) {
            return failure.withEffect(Effect.CONNECTION_LOST);
        }
    }

    @Override
    public Reply run(Command command) throws BackendException {
        requireClean();
        try {
            return marked.run(command, () -> execution.run(command, traces), execution::undoBatch);
        } catch (SQLException e) {
            throw errors.statement(e, command);
        }
    }

    @Override
    public void ran() {
        removeTraces();
    }

    /** @throws BackendException if something of an earlier use is left, and cannot be removed */
    private void requireClean() throws BackendException {
        removeTraces();
        BackendException why = tainted;
        if (why != null) {
            throw why.with(
                    "the connection could not be brought back to what it was: " + why.getMessage(),
                    Kind.SYSTEM,
                    Effect.NOT_SENT,
                    why.getCause());
        }
    }

    /** Between transactions, and between statements outside of them. */
    private void removeTraces() {
        if (tainted != null || traces == Traces.NONE) {
            return;
        }
        try {
            if (!transaction.isOpen() && traces.remove()) {
                for (Command statement : initial) {
                    execution.run(statement, Traces.NONE);
                }
            }
        } catch (SQLException e) {
            tainted = errors.statement(e);
        } catch (RuntimeException | Error e) { // of the driver; what the statement before it gave is told all the same
            tainted = OwnedSession.unexpected(e, Effect.STATEMENT);
        }
    }

    @Override
    public Rows open(Command command) throws BackendException {
        requireClean();
        try {
            return marked.open(command, () -> execution.open(command, traces));
        } catch (SQLException e) {
            throw errors.statement(e, command);
        }
    }

    @Override
    public BackendException settle(BackendException failure) {
        try {
            if (failure.effect() != Effect.STATEMENT) {
                execution.forget();
                return failure;
            }
            boolean undone = execution.undo();
            product.forgetFailed(connection);
            boolean ended = transaction.isOpen() && errors.endsTransaction(failure, connection);
            if (ended || (!undone && transaction.isOpen())) {
                transaction.rollback();
                return ended ? errors.ended(failure) : failure.withEffect(Effect.TRANSACTION_ENDED);
            }
            boolean lost = failure.kind() == Kind.OTHER && !connection.isValid(VALIDATION_SECONDS);
            return lost ? failure.withEffect(Effect.CONNECTION_LOST) : failure;
        } catch (SQLException | RuntimeException | Error e) { // the first failure is what is told
            return failure.withEffect(Effect.CONNECTION_LOST);
        }
    }

    @Override
    public void signal() throws BackendException {
        try {
            execution.signal();
        } catch (SQLException e) {
            throw errors.statement(e);
        }
    }

    @Override
    public boolean reusableAfterSignal() {
        return execution.signalSpent() == Signal.Spent.AT_ONCE;
    }

    @Override
    public boolean isSpent() {
        return tainted != null || marked.isLeftOpen() || transaction.isConnectionSpent();
    }

    @Override
    public boolean isMarked() {
        return traces.areLeft();
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

    /** What it leaves is no trace, and is set again where traces are removed. */
    @Override
    public void initialize(Command statement) throws BackendException {
        try {
            execution.run(statement, Traces.NONE);
        } catch (SQLException e) {
            throw errors.statement(e);
        }
        if (inTransaction()) {
            throw BackendException.leftTransactionOpen();
        }
        initial.add(statement);
    }

    @Override
    public void reset() throws BackendException {
        initial.clear(); // it comes again
        if (reset == null) {
            throw new BackendException(
                    "JDBC has no way to bring back a connection's settings and temporary objects; it is replaced",
                    Kind.UNSUPPORTED,
                    Effect.STATEMENT,
                    null);
        }
        try {
            reset.run();
        } catch (SQLException e) {
            throw errors.failure(e, Effect.CONNECTION_LOST);
        }
    }

    @Override
    public void close() throws BackendException {
        try {
            if (!product.closingRollsBack()) {
                rollBackOrAbort();
            }
            connection.close();
        } catch (SQLException e) {
            throw errors.failure(e, Effect.CONNECTION_LOST);
        }
    }

    /** Some drivers commit what is open when they close a connection, others refuse to close it. */
    private void rollBackOrAbort() {
        try {
            if (transaction.isOpen()) {
                connection.rollback();
            }
        } catch (SQLException | RuntimeException | Error e) {
            abort();
        }
    }

    @Override
    public Connection connection() {
        return connection;
    }

    /** Some drivers cannot do it, and have no such method. */
    @Override
    public void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException | Error e) {
            System.getLogger("io.databased.jdbc").log(Level.DEBUG, "aborting a connection failed", e);
        }
    }

    /**
     * What waits for a socket may wait on the caller's thread, if an abort sets that free. Other drivers may take an interrupt of
     * that thread for more than it is meant. A statement with a limit is told to stop before its connection is cut, and its
     * caller does not wait for that; COMMIT is not told. A batch is ended by the owner thread.
     */
    @Override
    public boolean mayRunWhereAwaited(Command command) {
        return switch (command.mode()) {
            case CONTROL -> freesCallers;
            case BATCH -> false;
            default -> freesCallers && !command.isLimited();
        };
    }

    @Override
    public boolean startsGroup(Command command) {
        return command.mode() == Mode.BATCH && command.prelude().isEmpty() && !isOpen();
    }

    private boolean isOpen() {
        try {
            return transaction.isOpen();
        } catch (SQLException e) {
            return true;
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
        BackendException failure = attempt.failure();
        if (failure != null) {
            return new Attempt(null, alone(rolledBack(failure)));
        }
        try {
            transaction.commit();
            return attempt;
        } catch (SQLException e) {
            return new Attempt(null, alone(rolledBack(e)));
        }
    }

    /** There is no transaction that the caller knows of. */
    private static BackendException alone(BackendException failure) {
        boolean lost = failure.effect() == Effect.CONNECTION_LOST;
        return lost ? failure : failure.withEffect(Effect.STATEMENT);
    }
}
