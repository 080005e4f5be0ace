package io.databased.jdbc.product;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Savepoint;

/** What a driver has not of JDBC. */
public final class Unsupported {
    /** Oracle's code for it, which has no SQLSTATE. */
    private static final int ORACLE = 17023;

    private Unsupported() {}

    /** Whether the driver says that it cannot do what it was asked. */
    public static boolean is(SQLException failure) {
        return failure instanceof SQLFeatureNotSupportedException
                || "0A000".equals(failure.getSQLState())
                || failure.getErrorCode() == ORACLE;
    }

    /** Where savepoints cannot be released, they end with their transaction. */
    public static void release(Connection connection, Savepoint savepoint) throws SQLException {
        try {
            connection.releaseSavepoint(savepoint);
        } catch (SQLException e) {
            if (!is(e)) {
                throw e;
            }
        }
    }
}
