package io.databased.jdbc.product;

import io.databased.spi.Command;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of H2 itself: where the database is in this process, the object; over a socket the number by which it goes once
 * something was changed in it. H2 forgets savepoints without a word, so they tell nothing.
 */
final class H2Mark implements TransactionMark {
    /** What these commit, if nothing was changed before, is nothing: they set something for the connection, or only read. */
    private static final Set<String> HARMLESS = Set.of("SET", "USE", "PREPARE", "SCRIPT", "DECLARE");

    private static final Pattern LOCAL_TABLE = Pattern.compile("(?is).*?\\bCREATE\\s+LOCAL\\s+TEMP.*");

    private final @Nullable MethodHandle transaction;
    private final @Nullable MethodHandle pending;
    private final Connection connection;
    private @Nullable Object marked;

    private H2Mark(Connection connection, @Nullable MethodHandle transaction, @Nullable MethodHandle pending) {
        this.connection = connection;
        this.transaction = transaction;
        this.pending = pending;
    }

    static H2Mark of(Connection connection) {
        try {
            ClassLoader loader = connection.getClass().getClassLoader();
            Class<?> driver = Class.forName("org.h2.jdbc.JdbcConnection", false, loader);
            Class<?> local = Class.forName("org.h2.engine.SessionLocal", false, loader);
            Object session = driver.getMethod("getSession").invoke(connection.unwrap(driver));
            if (local.isInstance(session)) {
                MethodHandles.Lookup lookup = MethodHandles.publicLookup();
                Class<?> type = Class.forName("org.h2.mvstore.tx.Transaction", false, loader);
                return new H2Mark(
                        connection,
                        lookup.findVirtual(local, "getTransaction", MethodType.methodType(type))
                                .bindTo(session),
                        lookup.findVirtual(local, "hasPendingTransaction", MethodType.methodType(boolean.class))
                                .bindTo(session));
            }
        } catch (ReflectiveOperationException | SQLException another) {
            // A version that has it in another way, or somebody's wrapper: it is asked by SQL.
        }
        return new H2Mark(connection, null, null);
    }

    @Override
    public boolean isFree() {
        return transaction != null;
    }

    @Override
    public boolean set(Command command) throws SQLException {
        if (!isFree() && !SavepointMark.mayEnd(command)) {
            return false;
        }
        boolean changed = pending == null ? number() != null : (boolean) invoke(pending);
        boolean marks = changed || (isFree() && !isHarmless(command));
        marked = marks ? current() : null;
        return marks;
    }

    private static boolean isHarmless(Command command) {
        return HARMLESS.contains(command.verb())
                || (command.verb().equals("CREATE")
                        && LOCAL_TABLE.matcher(command.sql()).matches());
    }

    @Override
    public boolean stands() throws SQLException {
        return Objects.equals(marked, current());
    }

    private @Nullable Object current() throws SQLException {
        return transaction == null ? number() : invoke(transaction);
    }

    private @Nullable String number() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT TRANSACTION_ID()")) {
            answer.next();
            return answer.getString(1);
        }
    }

    private static Object invoke(MethodHandle handle) throws SQLException {
        try {
            return handle.invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new SQLException("the driver failed in an unexpected way", e);
        }
    }
}
