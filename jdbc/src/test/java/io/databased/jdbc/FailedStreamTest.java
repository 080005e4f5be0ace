package io.databased.jdbc;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream that breaks leaves no cursor, no transaction and no setting on its connection, or the connection is lost. */
@Tag("R22")
final class FailedStreamTest {
    private static final String ROWS = "SELECT x FROM system_range(1, 10) WHERE x > ?";

    private final FaultyDriver driver = new FaultyDriver();
    private final SessionBackend session =
            await(JdbcBackend.of(driver.source(), "h2").open(Role.PRIMARY));
    private final AtomicInteger losses = new AtomicInteger();

    FailedStreamTest() {
        session.onLost(cause -> losses.incrementAndGet());
    }

    @AfterEach
    void close() {
        driver.heal();
        await(session.close());
    }

    private static Stream<Arguments> each(String... steps) {
        return Stream.of(steps).flatMap(step -> FaultyDriver.FAILURES.stream().map(why -> Arguments.of(step, why)));
    }

    static Stream<Arguments> opening() {
        return each(
                "Connection.prepareStatement",
                "PreparedStatement.setFetchSize",
                "PreparedStatement.setLong",
                "PreparedStatement.execute",
                "PreparedStatement.getResultSet",
                "ResultSet.getMetaData");
    }

    static Stream<Arguments> reading() {
        return each("ResultSet.next", "ResultSet.getLong");
    }

    static Stream<Arguments> closing() {
        return each("PreparedStatement.close", "Statement.execute");
    }

    private RowCursor stream() {
        return await(session.stream(H2.fetching(ROWS, 0L)));
    }

    private void assertClean() throws SQLException {
        assertThat(losses).hasValue(0);
        assertThat(driver.openStatements()).isZero();
        assertThat(isLazy()).isFalse();
        assertThat(await(session.inTransaction())).isFalse();
        assertThat(await(session.run(H2.fetching("SELECT 1"))).rows()).hasSize(1);
    }

    private boolean isLazy() throws SQLException {
        Connection h2 = driver.openConnections().get(0);
        return ((SessionLocal) ((JdbcConnection) h2).getSession()).isLazyQueryExecution();
    }

    @ParameterizedTest
    @MethodSource("opening")
    void thatCannotBeginLeavesNothing(String step, Throwable why) throws SQLException {
        driver.failAt(step, why);

        BackendException failure = failure(session.stream(H2.fetching(ROWS, 0L)), BackendException.class);

        assertThat(failure.effect()).isEqualTo(Effect.STATEMENT);
        driver.heal();
        assertClean();
    }

    @ParameterizedTest
    @MethodSource("reading")
    void thatBreaksLeavesNothing(String step, Throwable why) throws SQLException {
        RowCursor cursor = stream();
        assertThat(await(cursor.next(2))).hasSize(2);
        driver.failAt(step, why);

        assertThat(failure(cursor.next(2), BackendException.class).effect()).isEqualTo(Effect.STATEMENT);

        driver.heal();
        await(cursor.close());
        assertClean();
    }

    @Test
    void thatIsLeftInTheMiddleLeavesNothing() throws SQLException {
        RowCursor cursor = stream();
        assertThat(await(cursor.next(2))).hasSize(2);

        await(cursor.close());

        assertClean();
    }

    @ParameterizedTest
    @MethodSource("closing")
    void thatCannotBeClosedLosesItsConnection(String step, Throwable why) {
        RowCursor cursor = stream();
        await(cursor.next(2));
        driver.failAt(step, why);

        BackendException failure = failure(cursor.close(), BackendException.class);

        assertThat(failure.effect()).isEqualTo(Effect.CONNECTION_LOST);
        assertThat(losses).hasValue(1);
    }

    @Test
    void thatCannotBeginAndNotBeClosedLosesItsConnection() {
        for (Throwable why : FaultyDriver.FAILURES) {
            driver.heal();
            SessionBackend victim = await(JdbcBackend.of(driver.source(), "h2").open(Role.PRIMARY));
            driver.failAt("PreparedStatement.execute", new SQLException("why", "42000"));
            driver.failAt("PreparedStatement.close", why);

            BackendException failure = failure(victim.stream(H2.fetching(ROWS, 0L)), BackendException.class);

            assertThat(failure.sqlState()).isEqualTo("42000");
            assertThat(failure.effect()).isEqualTo(Effect.CONNECTION_LOST);
            await(victim.close());
        }
    }

    /** Some drivers tell a failure of the statement once more, and have closed it. */
    @Test
    void thatIsClosedKeepsItsConnectionWhateverClosingSays() throws SQLException {
        RowCursor cursor = stream();
        driver.failAfter("PreparedStatement.close", new SQLException("again", "HY000"));

        await(cursor.close());

        driver.heal();
        assertClean();
    }
}
