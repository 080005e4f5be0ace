package io.databased.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database, H2 in memory unless it is named, whose driver fails where a test says so, and remembers what it has handed out. */
final class FaultyDriver {
    /** Of each kind: an exception that drivers declare, and those that they do not. */
    static final List<Throwable> FAILURES = List.of(
            new SQLException("broken", "HY000"), new IllegalStateException("broken"), new AssertionError("broken"));

    private static final List<Class<?>> TYPES =
            List.of(PreparedStatement.class, Statement.class, ResultSet.class, Connection.class);

    private final String url;
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();
    private final Map<String, Throwable> late = new ConcurrentHashMap<>();
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final List<Statement> statements = new CopyOnWriteArrayList<>();

    FaultyDriver() {
        this("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    FaultyDriver(String url) {
        this.url = url;
    }

    /** Stands in front of a method. */
    @FunctionalInterface
    interface Fault {
        /** Throws what the method is to throw; otherwise it is called. */
        void before(@Nullable Object[] arguments) throws Throwable;
    }

    DataSource source() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Connection connection = DriverManager.getConnection(url);
                    connections.add(connection);
                    return faulty(Connection.class, connection);
                });
    }

    /** @param method such as {@code Connection.setAutoCommit} */
    void at(String method, Fault fault) {
        faults.put(method, fault);
    }

    void failAt(String method, Throwable failure) {
        at(method, arguments -> {
            throw failure;
        });
    }

    /** The method does what it is to do, and fails then. */
    void failAfter(String method, Throwable failure) {
        late.put(method, failure);
    }

    void heal() {
        faults.clear();
        late.clear();
    }

    /** As pools and some drivers do on their own account. */
    void closeStatements() throws SQLException {
        for (Statement statement : statements) {
            statement.close();
        }
    }

    int opened() {
        return connections.size();
    }

    List<Connection> openConnections() throws SQLException {
        List<Connection> open = new CopyOnWriteArrayList<>();
        for (Connection connection : connections) {
            if (!connection.isClosed()) {
                open.add(connection);
            }
        }
        return open;
    }

    int openStatements() throws SQLException {
        int open = 0;
        for (Statement statement : statements) {
            open += statement.isClosed() ? 0 : 1;
        }
        return open;
    }

    private Object faulty(Class<?> type, Object real) {
        InvocationHandler handler = (proxy, method, arguments) -> call(type, real, method, arguments);
        return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, handler);
    }

    private @Nullable Object call(Class<?> type, Object real, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        String name = type.getSimpleName() + "." + method.getName();
        Fault fault = faults.get(name);
        if (fault != null) {
            fault.before(arguments == null ? new Object[0] : arguments);
        }
        Object result;
        try {
            result = method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        Throwable failure = late.get(name);
        if (failure != null) {
            throw failure;
        }
        if (result instanceof Statement statement) {
            statements.add(statement);
        }
        for (Class<?> known : TYPES) {
            if (known == method.getReturnType() && known.isInstance(result)) {
                return faulty(known, result);
            }
        }
        return result;
    }
}
