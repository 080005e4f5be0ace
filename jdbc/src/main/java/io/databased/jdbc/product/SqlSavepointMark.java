package io.databased.jdbc.product;

import io.databased.spi.Command;
import io.databased.spi.product.MySqlCodes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Predicate;

/** A savepoint by SQL: the method of Connector/J for releasing one does nothing. */
final class SqlSavepointMark implements TransactionMark {
    private final Connection connection;
    private final Predicate<Command> mayEnd;
    private final Predicate<SQLException> gone;
    private final boolean onlyRollsBack;

    private SqlSavepointMark(
            Connection connection, Predicate<Command> mayEnd, Predicate<SQLException> gone, boolean onlyRollsBack) {
        this.onlyRollsBack = onlyRollsBack;
        this.connection = connection;
        this.mayEnd = mayEnd;
        this.gone = gone;
    }

    static SqlSavepointMark mySql(Connection connection) {
        return new SqlSavepointMark(
                connection, SavepointMark::mayEnd, e -> e.getErrorCode() == MySqlCodes.NO_SUCH_SAVEPOINT, false);
    }

    /** What changes rows may, too: by {@code OR ROLLBACK} and {@code RAISE(ROLLBACK)}. */
    static SqlSavepointMark sqlite(Connection connection) {
        return new SqlSavepointMark(
                connection,
                command -> !command.reads(),
                e -> String.valueOf(e.getMessage()).contains("no such savepoint"),
                true);
    }

    @Override
    public boolean set(Command command) throws SQLException {
        boolean marks = mayEnd.test(command);
        if (marks) {
            run("SAVEPOINT databased_mark");
        }
        return marks;
    }

    @Override
    public boolean stands() throws SQLException {
        try {
            run("RELEASE SAVEPOINT databased_mark");
            return true;
        } catch (SQLException e) {
            if (!gone.test(e)) {
                throw e;
            }
            if (onlyRollsBack) {
                run("BEGIN"); // SQLite's driver fails to roll back where nothing is open
            }
            return false;
        }
    }

    /** Where no transaction is open the servers set no savepoint. In one of XA that waits for its end they refuse to. */
    @Override
    public boolean isLeftOpen(Command command) throws SQLException {
        try {
            return !onlyRollsBack && set(command) && stands() && undo();
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith("XA")) {
                return true;
            }
            throw e;
        }
    }

    private boolean undo() throws SQLException {
        run("ROLLBACK");
        return true;
    }

    @Override
    public boolean onlyRollsBack() {
        return onlyRollsBack;
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
