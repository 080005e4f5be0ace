package io.databased.jdbc.product;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A method of a driver's own connection, behind whatever a data source puts around its connections. */
final class DriverMethod {
    private DriverMethod() {}

    /**
     * A method of the driver's connection that takes nothing, or one of what that gives, and so on.
     *
     * @param type of the driver, which has the first method
     * @return null if the connection is another driver's, or one of a version that has no such method
     */
    static @Nullable MethodHandle of(Connection connection, String type, String... names) {
        for (ClassLoader loader : loaders(connection)) {
            try {
                Class<?> driver = Class.forName(type, false, loader);
                Object real = driver.isInstance(connection) ? connection : connection.unwrap(driver);
                return chain(driver, names).bindTo(real);
            } catch (ReflectiveOperationException | SQLException | RuntimeException | LinkageError another) {
                // or the same driver as another class loader has it
            }
        }
        return null;
    }

    private static MethodHandle chain(Class<?> type, String... names) throws ReflectiveOperationException {
        Method first = type.getMethod(names[0]);
        MethodHandle chain = MethodHandles.publicLookup().unreflect(first);
        Class<?> given = first.getReturnType();
        for (int i = 1; i < names.length; i++) {
            Method next = given.getMethod(names[i]);
            chain = MethodHandles.filterReturnValue(
                    chain, MethodHandles.publicLookup().unreflect(next));
            given = next.getReturnType();
        }
        return chain;
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
                Arrays.asList(Thread.currentThread().getContextClassLoader(), DriverMethod.class.getClassLoader()));
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
