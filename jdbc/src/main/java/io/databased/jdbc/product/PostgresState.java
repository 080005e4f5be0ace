package io.databased.jdbc.product;

import java.lang.invoke.MethodHandle;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

/** What the driver knows of a connection and has no method of JDBC for. */
final class PostgresState {
    private static final String CONNECTION = "org.postgresql.core.BaseConnection";

    private PostgresState() {}

    /** True if the server has no transaction open, as it says behind each answer; false if it has one, or the driver is another. */
    static boolean isIdle(Connection connection) throws SQLException {
        MethodHandle state = DriverMethod.of(connection, CONNECTION, "getTransactionState");
        return state != null && "IDLE".equals(String.valueOf(DriverMethod.call(state)));
    }

    /** Whether one INSERT may be made of several in a batch: false only if the driver says so. */
    static boolean mayRewriteBatches(Connection connection) {
        MethodHandle executor = DriverMethod.of(connection, CONNECTION, "getQueryExecutor");
        if (executor == null) {
            return true;
        }
        try {
            Object found = Objects.requireNonNull(DriverMethod.call(executor));
            Class<?> type = Class.forName(
                    "org.postgresql.core.QueryExecutor", false, found.getClass().getClassLoader());
            return !Boolean.FALSE.equals(
                    type.getMethod("isReWriteBatchedInsertsEnabled").invoke(found));
        } catch (SQLException | ReflectiveOperationException | RuntimeException anotherVersion) {
            return true;
        }
    }
}
