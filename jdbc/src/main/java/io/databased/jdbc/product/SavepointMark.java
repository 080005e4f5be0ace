package io.databased.jdbc.product;

import io.databased.spi.Command;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/** A savepoint by the methods of {@link Connection}, where nothing more is known of the database. */
final class SavepointMark implements TransactionMark {
    /** "Invalid savepoint". */
    private static final String GONE = "3B";

    private final Connection connection;
    private boolean supported;
    private @Nullable Savepoint savepoint;

    SavepointMark(Connection connection) throws SQLException {
        this.connection = connection;
        this.supported = connection.getMetaData().supportsSavepoints();
    }

    /** Around what is neither a query nor changes rows: a CALL, or what the library does not know. */
    @Override
    public boolean set(Command command) throws SQLException {
        boolean marks = supported && mayEnd(command);
        if (marks) {
            savepoint = connection.setSavepoint();
        }
        return marks;
    }

    static boolean mayEnd(Command command) {
        return command.action() == Command.Action.OTHER && !command.reads();
    }

    @Override
    public boolean stands() throws SQLException {
        try {
            connection.releaseSavepoint(savepoint);
            return true;
        } catch (SQLFeatureNotSupportedException e) { // Oracle's driver, for one: nobody can tell
            supported = false;
            return true;
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith(GONE)) {
                return false;
            }
            throw e;
        }
    }
}
