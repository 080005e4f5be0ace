package io.databased.sqlite;

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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/** One connection, as its owner thread uses it. */
final class SqliteConnection implements OwnedConnection {
    private static final String BATCH = "databased_batch";

    private final SQLiteConnection connection;
    private final SqliteStatements statements;
    private final SqliteOpening opening;
    private final SqliteTransaction transaction;
    private final SqliteGroups groups;
    private final SqliteReset reset;
    private final InsertedKey insertedKey;
    private boolean inBatch;

    SqliteConnection(SQLiteConnection connection, SqliteStatements statements, SqliteOpening opening) {
        this.connection = connection;
        this.statements = statements;
        this.opening = opening;
        this.transaction = new SqliteTransaction(connection, statements, opening);
        this.groups = new SqliteGroups(transaction, opening);
        this.reset = new SqliteReset(statements, opening);
        this.insertedKey = new InsertedKey(statements);
    }

    @Override
    public void control(Control step, BooleanSupplier unwanted) throws BackendException {
        transaction.run(step, unwanted);
    }

    @Override
    public Reply run(Command command) throws BackendException {
        if (command.mode() == Mode.BATCH) {
            return batch(command);
        }
        SqliteStatement statement = statements.get(command);
        try {
            @Nullable Object[] values = SqliteValues.encode(command.values(), statement);
            Reply reply = command.mode() == Mode.FETCH
                    ? fetch(statement, values, command)
                    : execute(statement, values, command);
            if (statement.defines()) {
                statements.schemaChanged();
                transaction.defines();
            }
            return reply;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private Reply fetch(SqliteStatement statement, @Nullable Object[] values, Command command) throws SQLException {
        if (command.changesRows()) {
            insertedKey.forget();
        }
        List<@Nullable Object[]> rows = statement.fetch(values, command.maxRows());
        return new Reply(statement.columns(), rows, 0, null);
    }

    private Reply execute(SqliteStatement statement, @Nullable Object[] values, Command command)
            throws SQLException, BackendException {
        boolean inserts = command.inserts();
        if (inserts) {
            insertedKey.remember();
        } else {
            insertedKey.forget();
        }
        long affected = statement.execute(values);
        Object key = inserts && affected > 0 ? insertedKey.generatedBy(command.sql()) : null;
        return affected == 0 ? Reply.NONE : new Reply(List.of(), List.of(), affected, key);
    }

    private BackendException failed(SQLException e) {
        insertedKey.forget();
        return SqliteErrors.running(e);
    }

    /** Always inside a transaction, of a session or of a group; a batch that fails is undone by its savepoint. */
    private Reply batch(Command command) throws BackendException {
        SqliteStatement statement = statements.get(command);
        insertedKey.forget();
        transaction.execute("SAVEPOINT " + BATCH);
        inBatch = true;
        long affected = 0;
        int set = 0;
        for (@Nullable Object[] values : command.batch()) {
            set++;
            try {
                affected += statement.execute(SqliteValues.encode(values, statement));
            } catch (SQLException e) {
                throw failed(e).ofSet(set, command.batch().size());
            } catch (BackendException e) {
                throw e.ofSet(set, command.batch().size());
            }
        }
        transaction.execute("RELEASE " + BATCH);
        inBatch = false;
        return new Reply(List.of(), List.of(), affected, null);
    }

    @Override
    public Rows open(Command command) throws BackendException {
        SqliteStatement statement = statements.prepare(command.sql(), command.changesRows());
        insertedKey.forget();
        try {
            statement.start(SqliteValues.encode(command.values(), statement));
            return new SqliteRows(statement);
        } catch (SQLException e) {
            SqliteStatements.close(statement);
            throw SqliteErrors.running(e);
        } catch (BackendException e) {
            SqliteStatements.close(statement);
            throw e;
        }
    }

    @Override
    public BackendException settle(BackendException failure) {
        boolean batch = inBatch;
        inBatch = false;
        Effect effect = transaction.effect(failure.effect());
        if (effect != failure.effect()) {
            return failure.withEffect(effect);
        }
        if (!batch) {
            return failure;
        }
        try {
            transaction.execute("ROLLBACK TO " + BATCH);
            transaction.execute("RELEASE " + BATCH);
            return failure;
        } catch (BackendException e) {
            return failure.withEffect(Effect.CONNECTION_LOST);
        }
    }

    @Override
    public void signal() {
        try {
            connection.getDatabase().interrupt();
        } catch (SQLException e) {
            // Declared, but never thrown.
        }
    }

    @Override
    public boolean reusableAfterSignal() {
        return true;
    }

    @Override
    public void validate() throws BackendException {
        opening.requireSameFile();
        transaction.execute("SELECT 1");
    }

    @Override
    public boolean inTransaction() {
        return transaction.probe();
    }

    @Override
    public void reset() throws BackendException {
        transaction.rollback();
        reset.run();
    }

    @Override
    public void close() throws BackendException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw SqliteErrors.running(e).withEffect(Effect.CONNECTION_LOST);
        }
    }

    @Override
    public Connection connection() {
        return connection;
    }

    /** What a session does, for which nobody else waits, and what reads alone. Writes alone wait together for one commit. */
    @Override
    public boolean mayRunWhereAwaited(Command command) {
        return transaction.isOfSession()
                || !command.prelude().isEmpty()
                || (command.mode() == Mode.FETCH && groups.reads(command));
    }

    @Override
    public boolean startsGroup(Command command) {
        return !transaction.isOpen() && joinsGroup(command);
    }

    @Override
    public boolean joinsGroup(Command command) {
        return command.prelude().isEmpty() && groups.take(command);
    }

    @Override
    public void runGroup(List<? extends Member> group) {
        groups.run(group);
    }
}
