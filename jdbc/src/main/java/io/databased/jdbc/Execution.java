package io.databased.jdbc;

import io.databased.jdbc.StatementCache.Keys;
import io.databased.jdbc.StatementCache.Prepared;
import io.databased.jdbc.owner.OwnedConnection.Rows;
import io.databased.jdbc.product.Product;
import io.databased.jdbc.product.Signal;
import io.databased.jdbc.product.Traces;
import io.databased.jdbc.product.Unsupported;
import io.databased.jdbc.product.Values;
import io.databased.spi.Command;
import io.databased.spi.Command.Action;
import io.databased.spi.Command.Mode;
import io.databased.spi.Reply;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs the statements of one connection. */
final class Execution {
    private final Connection connection;
    private final JdbcDialect dialect;
    private final Product product;
    private final Values values;
    private final Signal signal;
    private final StatementCache statements;
    private @Nullable Savepoint beforeBatch;
    private boolean inBatch;
    private @Nullable JdbcRows opening;

    /** What {@link #signal} stops; it is called only while this runs. */
    private volatile @Nullable Statement running;

    Execution(Connection connection, JdbcDialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
        this.product = dialect.product();
        this.values = product.values();
        this.signal = product.signal(connection);
        this.statements =
                new StatementCache(connection, product.keepsColumns() ? dialect.definitions() : new AtomicInteger());
    }

    /** @param traces what is told of the statement, before anything else is asked */
    Reply run(Command command, Traces traces) throws SQLException {
        traces.of(command);
        try {
            Reply reply = command.mode() == Mode.BATCH ? batch(command, traces) : single(command, traces);
            if (product.keepsColumns() && mayCall(command)) {
                dialect.definitions().incrementAndGet();
            }
            return reply;
        } catch (SQLException e) {
            traces.failed(e.getSQLState(), e.getErrorCode());
            discard(command);
            throw e;
        } catch (RuntimeException | Error e) {
            discard(command);
            throw e;
        }
    }

    /** Which of a batch's statements has failed is not asked. */
    private void discard(Command command) {
        statements.discard(command.sql());
        for (int i = 0; i < command.batch().size(); i++) {
            statements.discard(command.sql(i));
        }
    }

    private Reply single(Command command, Traces traces) throws SQLException {
        Reply reply = single(command);
        traces.answered();
        return reply;
    }

    private Reply single(Command command) throws SQLException {
        boolean wanted = command.mode() == Mode.EXECUTE && !command.returnsRows() && product.givesKeys(command);
        Prepared prepared =
                statements.get(command.sql(), wanted ? Keys.WANTED : Keys.NONE, product.kinds(command.values()));
        boolean keys = prepared.givesKeys;
        PreparedStatement statement = prepared.statement;
        running = statement;
        values.binder(statement, command.sql()).bind(command.values());
        statement.setMaxRows(command.maxRows() < Integer.MAX_VALUE ? (int) command.maxRows() : 0);
        Object earlier = keys ? values.lastKey(connection) : null;
        boolean rows = statement.execute();
        if (command.mode() == Mode.FETCH && mayCall(command)) {
            return fetchOnly(prepared, rows, command.maxRows());
        }
        if (rows && !keys) {
            try (ResultSet result = statement.getResultSet()) {
                return command.mode() == Mode.FETCH
                        ? Results.fetch(values, prepared, result, command.maxRows())
                        : Results.returned(command, result, values);
            }
        }
        Object key = keys ? Results.key(values, prepared, command) : null;
        long affected = product.counts(command) ? Results.affected(statement) : 0;
        boolean ofAnother = key != null && key.equals(earlier) && !values.givesKeyAgain(connection, command.sql());
        return changed(affected, ofAnother ? null : key);
    }

    private static boolean mayCall(Command command) {
        return command.action() == Action.OTHER;
    }

    /** Of a procedure, which may give counts ahead of its rows, and more rows behind them. */
    private Reply fetchOnly(Prepared prepared, boolean rowsFirst, long maxRows) throws SQLException {
        PreparedStatement statement = prepared.statement;
        if (!rowsFirst && !Results.moreRows(statement)) {
            return Reply.NONE;
        }
        Reply reply;
        try (ResultSet result = statement.getResultSet()) {
            reply = Results.fetch(values, prepared, result, maxRows);
        }
        Results.requireNoMore(statement);
        return reply;
    }

    /**
     * In an open transaction, a batch that fails is undone by a savepoint, or takes the transaction along where there are
     * none; on its own, it is a group of one.
     */
    private Reply batch(Command command, Traces traces) throws SQLException {
        Batch batch = new Batch(connection, product, command, this::batched);
        batched(command.sql(0), product.kinds(command.batch().get(0))); // what cannot be prepared has begun nothing
        inBatch = true;
        beforeBatch = dialect.savepoints() ? connection.setSavepoint() : null;
        long affected;
        try {
            affected = batch.run();
        } catch (SQLException e) {
            if (beforeBatch == null || !product.errors().isOutdated(e)) {
                throw e;
            }
            connection.rollback(beforeBatch);
            discard(command);
            affected = batch.run();
        }
        traces.answered();
        if (beforeBatch != null) {
            Unsupported.release(connection, beforeBatch);
        }
        forgetBatch();
        return changed(affected, null);
    }

    private PreparedStatement batched(String sql, String kinds) throws SQLException {
        PreparedStatement statement = statements.get(sql, Keys.NONE, kinds).statement;
        running = statement;
        return statement;
    }

    private static Reply changed(long affected, @Nullable Object key) {
        return affected == 0 ? Reply.NONE : new Reply(List.of(), List.of(), affected, key);
    }

    /** Ahead of a look at a mark that was set around the batch, which takes the savepoint of the batch along. */
    void undoBatch() {
        if (beforeBatch == null) {
            return;
        }
        try {
            connection.rollback(beforeBatch);
        } catch (SQLException e) {
            return; // the same meets undo(), which tells
        }
        forgetBatch();
    }

    private void forgetBatch() {
        beforeBatch = null;
        inBatch = false;
    }

    /**
     * After a failure: closes a result that could not be opened, and undoes what a batch has done, if it was one; false if only
     * its transaction can be undone.
     */
    boolean undo() throws SQLException {
        Savepoint savepoint = beforeBatch;
        boolean batch = inBatch;
        forget();
        if (savepoint != null) {
            connection.rollback(savepoint);
        }
        return !batch || savepoint != null;
    }

    /** After a failure that has ended the transaction, and with it a batch: closes a result that could not be opened. */
    void forget() throws SQLException {
        JdbcRows rows = opening;
        opening = null;
        forgetBatch();
        if (rows != null) {
            rows.release();
        }
    }

    /** @param traces what is told of the statement when its rows are closed */
    Rows open(Command command, Traces traces) throws SQLException {
        traces.of(command);
        try {
            return new TracedRows(opened(command), traces);
        } catch (SQLException e) {
            traces.failed(e.getSQLState(), e.getErrorCode());
            throw e;
        }
    }

    private JdbcRows opened(Command command) throws SQLException {
        JdbcRows rows = new JdbcRows(product.streaming(connection), product);
        opening = rows;
        PreparedStatement statement = rows.prepare(command.sql());
        running = statement;
        values.binder(statement, command.sql()).bind(command.values());
        rows.execute(statement, mayCall(command));
        opening = null;
        return rows;
    }

    /** Tells what runs to stop; see {@link Signal#send}. */
    void signal() throws SQLException {
        Statement target = running;
        if (target != null) {
            signal.send(target);
        }
    }

    Signal.Spent signalSpent() {
        return signal.spent();
    }
}
