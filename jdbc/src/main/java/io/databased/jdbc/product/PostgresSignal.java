package io.databased.jdbc.product;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * PostgreSQL's own driver is told by its connection: its statements send one signal for each execution, which is lost if the
 * server has not begun yet; the connection's can be repeated. It waits until the server has closed the connection of the
 * signal, which it does after it has given it.
 */
final class PostgresSignal implements Signal {
    private final MethodHandle cancelQuery;

    private PostgresSignal(MethodHandle cancelQuery) {
        this.cancelQuery = cancelQuery;
    }

    static Signal of(Connection connection) {
        try {
            Class<?> type = Class.forName(
                    "org.postgresql.PGConnection", false, driver(connection).getClassLoader());
            return new PostgresSignal(MethodHandles.publicLookup()
                    .findVirtual(type, "cancelQuery", MethodType.methodType(void.class))
                    .bindTo(connection.unwrap(type)));
        } catch (ReflectiveOperationException | SQLException anotherDriver) {
            return Signal.ofStatement(Spent.LATER);
        }
    }

    @Override
    public void send(Statement running) throws SQLException {
        try {
            cancelQuery.invoke();
        } catch (SQLException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the driver failed in an unexpected way", e);
        }
    }

    @Override
    public Spent spent() {
        return Spent.AT_ONCE;
    }

    private static Class<?> driver(Connection connection) throws SQLException {
        return connection.isWrapperFor(Connection.class)
                ? connection.unwrap(Connection.class).getClass()
                : connection.getClass();
    }
}
