package io.databased.jdbc;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A connection that does not go back to autocommit after its COMMIT. */
class SpentConnectionTest {
    private static final Throwable NO_ANSWER = new SQLException("no answer", "HY000");

    private final AtomicReference<@Nullable Throwable> armed = new AtomicReference<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final Database database =
            await(DatabaseBuilder.of(DatabaseUrl.parse("jdbc:h2:mem:"), JdbcBackend.of(source(), "h2"))
                    .pool(PoolOptions.builder().maxSize(1).build())
                    .build()
                    .connect());

    @AfterEach
    void close() {
        database.close();
    }

    private DataSource source() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    opened.incrementAndGet();
                    return failing(h2.getConnection());
                });
    }

    /** Fails the next return to autocommit. */
    private Connection failing(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    boolean returns = method.getName().equals("setAutoCommit") && (boolean) arguments[0];
                    Throwable failure = returns ? armed.getAndSet(null) : null;
                    if (failure != null) {
                        throw failure;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private long count() {
        return await(database.fetchOne("SELECT count(*) AS n FROM t"))
                .orElseThrow()
                .getLong("n");
    }

    static List<Throwable> failures() {
        return FaultyDriver.FAILURES;
    }

    @ParameterizedTest
    @MethodSource("failures")
    @Tag("R15")
    @Tag("R24")
    void commitStandsAndTheConnectionIsReplaced(Throwable failure) {
        await(database.execute("CREATE TABLE t (i INT)"));

        await(database.session(
                session -> session.execute("INSERT INTO t VALUES (1)").thenRun(() -> armed.set(failure))));

        assertThat(count()).isOne();
        assertThat(opened).hasValue(2);
    }

    @Test
    @Tag("R15")
    @Tag("R24")
    void batchStandsAndTheConnectionIsReplaced() {
        await(database.execute("CREATE TABLE t (i INT)"));
        armed.set(NO_ANSWER);

        await(database.executeMany("INSERT INTO t VALUES (?)", List.of(List.of(1), List.of(2))));

        assertThat(count()).isEqualTo(2);
        assertThat(opened).hasValue(2);
    }

    @Test
    @Tag("R24")
    void rollbackThatLeavesASpentConnectionReplacesIt() {
        await(database.execute("CREATE TABLE t (i INT)"));

        await(database.session(
                        session -> session.execute("INSERT INTO t VALUES (1)").thenCompose(done -> {
                            armed.set(NO_ANSWER);
                            return session.cancel();
                        }))
                .exceptionally(failure -> null));

        assertThat(count()).isZero();
        assertThat(opened).hasValue(2);
    }

    /** The driver's failure does not make of a success a failure, and no connection is lost by one that went well. */
    @Test
    @Tag("R24")
    void soundConnectionIsKept() {
        await(database.execute("CREATE TABLE t (i INT)"));
        for (int i = 0; i < 3; i++) {
            await(database.session(session -> session.execute("INSERT INTO t VALUES (1)")));
        }

        assertThat(count()).isEqualTo(3);
        assertThat(opened).hasValue(1);
    }
}
