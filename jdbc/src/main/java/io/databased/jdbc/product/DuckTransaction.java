package io.databased.jdbc.product;

import io.databased.Isolation;
import io.databased.SessionOptions;
import io.databased.spi.Command.Control;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;

/**
 * DuckDB's transactions, by SQL: after a COMMIT that fails its driver has no transaction, and no way to say so, so that
 * each of its methods for transactions fails from then on. There are no savepoints.
 */
final class DuckTransaction implements Transaction {
    private final Connection connection;
    private boolean open;

    DuckTransaction(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void run(Control step) throws SQLException {
        switch (step.kind()) {
            case BEGIN -> begin(step.options());
            case COMMIT -> commit();
            case ROLLBACK -> rollback();
            case SAVEPOINT, RELEASE, ROLLBACK_TO -> throw unsupported("DuckDB has no savepoints");
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void begin() throws SQLException {
        begin("BEGIN TRANSACTION");
    }

    /** All its transactions see a snapshot, which is what the levels below serializable ask for. */
    private void begin(SessionOptions options) throws SQLException {
        if (options.isolation().orElse(Isolation.REPEATABLE_READ) == Isolation.SERIALIZABLE) {
            throw unsupported("DuckDB has snapshot isolation only; serializable is not supported");
        }
        begin(options.readOnly() ? "BEGIN TRANSACTION READ ONLY" : "BEGIN TRANSACTION");
    }

    private void begin(String sql) throws SQLException {
        execute(sql);
        open = true;
    }

    @Override
    public void commit() throws SQLException {
        open = false; // a COMMIT that fails has rolled back
        execute("COMMIT");
    }

    @Override
    public void rollback() throws SQLException {
        if (open) {
            open = false;
            try {
                execute("ROLLBACK");
            } catch (SQLException e) {
                if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
                    throw e;
                }
                // a statement has ended it
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static SQLException unsupported(String why) {
        return new SQLFeatureNotSupportedException(why, "0A000");
    }
}
