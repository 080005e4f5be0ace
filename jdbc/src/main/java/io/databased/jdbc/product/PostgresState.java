package io.databased.jdbc.product;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Whether the server has a transaction open, as it says behind each answer and its driver remembers. */
final class PostgresState {
    private PostgresState() {}

    /** True if it has none; false if it has one, or the driver is another. */
    static boolean isIdle(Connection connection) throws SQLException {
        Class<?> driver = connection.getClass();
        MethodHandle state = STATE.get(driver);
        if (state == null) {
            return false;
        }
        try {
            return "IDLE".equals(String.valueOf(state.invoke(connection)));
        } catch (SQLException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the driver failed in an unexpected way", e);
        }
    }

    /** {@code BaseConnection.getTransactionState()}, or null for another driver. */
    private static final ClassValue<@Nullable MethodHandle> STATE = new ClassValue<>() {
        @Override
        protected @Nullable MethodHandle computeValue(Class<?> driver) {
            try {
                ClassLoader loader = driver.getClassLoader();
                Class<?> base = Class.forName("org.postgresql.core.BaseConnection", false, loader);
                Class<?> states = Class.forName("org.postgresql.core.TransactionState", false, loader);
                return base.isAssignableFrom(driver)
                        ? MethodHandles.publicLookup()
                                .findVirtual(base, "getTransactionState", MethodType.methodType(states))
                        : null;
            } catch (ReflectiveOperationException another) {
                return null;
            }
        }
    };
}
