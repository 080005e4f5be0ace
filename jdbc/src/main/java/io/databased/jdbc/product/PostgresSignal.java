package io.databased.jdbc.product;

import java.lang.invoke.MethodHandle;
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
        MethodHandle cancel = DriverMethod.of(connection, "org.postgresql.PGConnection", "cancelQuery");
        return cancel == null ? Signal.ofStatement(Spent.LATER) : new PostgresSignal(cancel);
    }

    @Override
    public void send(Statement running) throws SQLException {
        DriverMethod.call(cancelQuery);
    }

    @Override
    public Spent spent() {
        return Spent.AT_ONCE;
    }
}
