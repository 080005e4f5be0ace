package io.databased.jdbc.product;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's own driver, behind whatever a data source puts around its connections. */
final class PostgresDriver {
    private PostgresDriver() {}

    /**
     * A method of the driver's connection that takes nothing.
     *
     * @param type of the driver, which has the method
     * @return null if the connection is another driver's
     */
    static @Nullable MethodHandle method(Connection connection, String type, String name) {
        for (ClassLoader loader : loaders(connection)) {
            try {
                Class<?> driver = Class.forName(type, false, loader);
                Object real = driver.isInstance(connection) ? connection : connection.unwrap(driver);
                return MethodHandles.publicLookup()
                        .unreflect(driver.getMethod(name))
                        .bindTo(real);
            } catch (ReflectiveOperationException | SQLException | RuntimeException | LinkageError another) {
                // or the same driver as another class loader has it
            }
        }
        return null;
    }

    static @Nullable Object call(MethodHandle method) throws SQLException {
        try {
            return method.invoke();
        } catch (SQLException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the driver failed in an unexpected way", e);
        }
    }

    /** Where the driver's types may be found: a wrapper is seldom of the driver's class loader. */
    private static Set<ClassLoader> loaders(Connection connection) {
        Set<ClassLoader> loaders = new LinkedHashSet<>();
        loaders.add(inner(connection).getClass().getClassLoader());
        loaders.add(connection.getClass().getClassLoader());
        loaders.addAll(
                Arrays.asList(Thread.currentThread().getContextClassLoader(), PostgresDriver.class.getClassLoader()));
        loaders.remove(null);
        return loaders;
    }

    private static Connection inner(Connection connection) {
        try {
            return connection.unwrap(Connection.class);
        } catch (SQLException | RuntimeException | LinkageError none) {
            return connection;
        }
    }
}
