package io.databased.jdbc.product;

import io.databased.Isolation;
import io.databased.SessionOptions;
import io.databased.spi.Command.Control;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Transaction control through the methods of {@link Connection}, as JDBC demands it in place of SQL. */
final class DriverTransaction implements Transaction {
    private final Connection connection;
    private final boolean tellsReadOnly;
    private final Map<Integer, Savepoint> savepoints = new HashMap<>();
    private @Nullable Integer isolationBefore;
    private boolean madeReadOnly;
    private boolean spent;

    DriverTransaction(Connection connection) {
        this(connection, true);
    }

    /** @param tellsReadOnly whether the driver takes it that a transaction only reads; the core refuses what writes in any case */
    DriverTransaction(Connection connection, boolean tellsReadOnly) {
        this.connection = connection;
        this.tellsReadOnly = tellsReadOnly;
    }

    @Override
    public void run(Control step) throws SQLException {
        switch (step.kind()) {
            case BEGIN -> begin(step.options());
            case COMMIT -> commit();
            case ROLLBACK -> rollback();
            case SAVEPOINT -> savepoints.put(step.depth(), connection.setSavepoint("databased_" + step.depth()));
            case RELEASE -> Unsupported.release(connection, known(savepoints.remove(step.depth())));
            case ROLLBACK_TO -> connection.rollback(known(savepoints.get(step.depth())));
        }
    }

    @Override
    public boolean isOpen() throws SQLException {
        return !connection.getAutoCommit();
    }

    @Override
    public void begin() throws SQLException {
        connection.setAutoCommit(false);
    }

    @Override
    public void commit() throws SQLException {
        connection.commit();
        try {
            end();
        } catch (SQLException | RuntimeException | Error e) {
            spent = true; // the commit stands; a connection that cannot go on as before is not to go on at all
        }
    }

    @Override
    public boolean isConnectionSpent() {
        return spent;
    }

    @Override
    public void rollback() throws SQLException {
        if (isOpen()) {
            connection.rollback();
        }
        end();
    }

    private void begin(SessionOptions options) throws SQLException {
        Isolation isolation = options.isolation().orElse(null);
        if (isolation != null) {
            isolationBefore = connection.getTransactionIsolation();
            connection.setTransactionIsolation(level(isolation));
        }
        if (tellsReadOnly && options.readOnly() && !connection.isReadOnly()) {
            madeReadOnly = true;
            connection.setReadOnly(true);
        }
        begin();
    }

    /** Back to one transaction for each statement, and to the settings from before. */
    private void end() throws SQLException {
        savepoints.clear();
        connection.setAutoCommit(true);
        if (isolationBefore != null) {
            connection.setTransactionIsolation(isolationBefore);
            isolationBefore = null;
        }
        if (madeReadOnly) {
            connection.setReadOnly(false);
            madeReadOnly = false;
        }
    }

    private static Savepoint known(@Nullable Savepoint savepoint) throws SQLException {
        if (savepoint == null) {
            throw new SQLException("the savepoint does not exist", "3B001");
        }
        return savepoint;
    }

    private static int level(Isolation isolation) {
        return switch (isolation) {
            case READ_UNCOMMITTED -> Connection.TRANSACTION_READ_UNCOMMITTED;
            case READ_COMMITTED -> Connection.TRANSACTION_READ_COMMITTED;
            case REPEATABLE_READ -> Connection.TRANSACTION_REPEATABLE_READ;
            case SERIALIZABLE -> Connection.TRANSACTION_SERIALIZABLE;
        };
    }
}
