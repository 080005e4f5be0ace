package io.databased.jdbc;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * How a connection's running statement is told to stop. With PostgreSQL's driver by its connection, because its statements
 * send one signal for each execution, which is lost if the server has not begun yet; the connection's can be repeated.
 */
final class DriverCancel {
    private final JdbcProduct product;
    private final @Nullable MethodHandle cancelQuery;

    DriverCancel(Connection connection, JdbcProduct product) {
        this.product = product;
        this.cancelQuery = product == JdbcProduct.POSTGRESQL ? cancelQuery(connection) : null;
    }

    /** Any thread, while the statement runs. */
    void cancel(Statement running) {
        try {
            if (cancelQuery != null) {
                cancelQuery.invoke();
            } else {
                running.cancel();
            }
        } catch (SQLException e) {
            // Refused or too late: the statement goes on to its end, or is told again.
        } catch (Throwable e) {
            throw new IllegalStateException("the driver failed in an unexpected way", e);
        }
    }

    /** Whether a signal that was given has no effect any more once {@link #cancel} has returned. */
    boolean isDoneAtOnce() {
        return product.cancelsAtOnce() || cancelQuery != null;
    }

    /** Waits until the server has closed the connection of the signal, which it does after it has given it. */
    private static @Nullable MethodHandle cancelQuery(Connection connection) {
        try {
            Class<?> type = Class.forName(
                    "org.postgresql.PGConnection", false, driver(connection).getClassLoader());
            return MethodHandles.publicLookup()
                    .findVirtual(type, "cancelQuery", MethodType.methodType(void.class))
                    .bindTo(connection.unwrap(type));
        } catch (ReflectiveOperationException | SQLException e) {
            return null; // another driver for PostgreSQL
        }
    }

    private static Class<?> driver(Connection connection) throws SQLException {
        return connection.isWrapperFor(Connection.class)
                ? connection.unwrap(Connection.class).getClass()
                : connection.getClass();
    }
}
