package io.databased.jdbc.product;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.MySqlCodes;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the failures of MySQL and MariaDB mean, by their codes. */
final class MySqlErrors extends Errors {
    /** SIGNAL has them from whoever wrote it. */
    private static final int SIGNALLED = 1644;

    private static final String SIGNALLED_STATES = "45";

    @Override
    Kind kind(SQLException e) {
        return MySqlCodes.kind(e.getErrorCode(), e.getSQLState());
    }

    /** A node that was cut off from its cluster while it committed cannot tell whether the others commit. */
    @Override
    boolean losesConnection(SQLException e) {
        return e.getErrorCode() == MySqlCodes.ERROR_DURING_COMMIT
                || MySqlCodes.losesConnection(e.getErrorCode())
                || super.losesConnection(e);
    }

    @Override
    public boolean endsTransaction(BackendException failure, Connection connection) throws SQLException {
        Integer code = failure.vendorCode();
        if (super.endsTransaction(failure, connection)) {
            return true;
        }
        return code != null
                && (MySqlCodes.endsTransaction(code)
                        || (code == MySqlCodes.LOCK_WAIT_TIMEOUT && timeoutEndsTransaction(connection)));
    }

    /** The driver of MariaDB puts the number of the connection in front. */
    @Override
    String told(Kind kind, SQLException e, String message) {
        boolean authors =
                e.getErrorCode() == SIGNALLED || String.valueOf(e.getSQLState()).startsWith(SIGNALLED_STATES);
        return authors || NAMES_ONLY.contains(kind)
                ? message.replaceFirst("^\\(conn=\\d+\\) ", "")
                : super.told(kind, e, message);
    }

    /** MariaDB fails without a code or a text when a batch was prepared before its table was changed. */
    @Override
    public boolean isOutdated(SQLException failure) {
        return failure instanceof BatchUpdateException
                && failure.getErrorCode() == 0
                && "HY000".equals(failure.getSQLState());
    }

    private static boolean timeoutEndsTransaction(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet setting = statement.executeQuery("SELECT @@innodb_rollback_on_timeout")) {
            return setting.next() && setting.getBoolean(1);
        }
    }
}
