package io.databased.jdbc;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.SessionBackend;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements are kept for the next who has the same text, unless they failed, in whatever way. */
final class FailedStatementTest {
    private static final Command INSERT = Command.execute("INSERT INTO t (x) VALUES (?)", new Object[] {1L})
            .action(Command.Action.INSERT)
            .build();
    private static final Command BATCH = Command.batch(
                    "INSERT INTO t (x) VALUES (?)", List.of(new Object[] {1L}, new Object[] {2L}))
            .action(Command.Action.INSERT)
            .build();
    private static final Command FETCH = H2.fetching("SELECT x FROM t WHERE x > ?", 0L);

    private final FaultyDriver driver = new FaultyDriver();
    private final SessionBackend session =
            await(JdbcBackend.of(driver.source(), "h2").open(Role.PRIMARY));
    private final AtomicInteger losses = new AtomicInteger();

    @BeforeEach
    void createTable() {
        await(session.run(Command.execute(
                        "CREATE TABLE t (id bigint generated always as identity primary key, x bigint)", new Object[0])
                .build()));
        await(session.run(INSERT));
        session.onLost(cause -> losses.incrementAndGet());
    }

    @AfterEach
    void close() {
        driver.heal();
        await(session.close());
    }

    private static Stream<Arguments> failing(Command command, String... steps) {
        return Stream.of(steps)
                .flatMap(step -> FaultyDriver.FAILURES.stream().map(why -> Arguments.of(step, why, command)));
    }

    static Stream<Arguments> steps() {
        return Stream.of(
                        failing(
                                FETCH,
                                "PreparedStatement.setLong",
                                "PreparedStatement.setMaxRows",
                                "PreparedStatement.execute",
                                "PreparedStatement.getResultSet",
                                "ResultSet.getMetaData",
                                "ResultSet.next",
                                "ResultSet.getLong",
                                "ResultSet.close"),
                        failing(INSERT, "PreparedStatement.getLargeUpdateCount", "PreparedStatement.getGeneratedKeys"),
                        failing(
                                BATCH,
                                "PreparedStatement.addBatch",
                                "PreparedStatement.executeLargeBatch",
                                "Connection.releaseSavepoint"))
                .flatMap(each -> each);
    }

    /** Of a driver that breaks nobody knows in what state its statement is. */
    @ParameterizedTest
    @MethodSource("steps")
    void isClosedAndForgotten(String step, Throwable why, Command command) throws SQLException {
        int before = driver.openStatements();
        await(session.run(command));
        driver.failAt(step, why);

        BackendException failure = failure(session.run(command), BackendException.class);

        driver.heal();
        assertThat(failure.effect()).isEqualTo(Effect.STATEMENT);
        assertThat(driver.openStatements()).isLessThanOrEqualTo(before);
        assertThat(losses).hasValue(0);
        assertThat(await(session.inTransaction())).isFalse();
        await(session.run(command));
    }

    @Test
    void thatTheDriverHasClosedIsPreparedAnew() throws SQLException {
        for (Command command : List.of(FETCH, INSERT, BATCH)) {
            await(session.run(command));
            driver.closeStatements();

            await(session.run(command));
        }
        assertThat(losses).hasValue(0);
    }

    /** Its caller would wait for ever, and so would all that come after it. */
    @ParameterizedTest
    @MethodSource("failures")
    void whoseDriverFailsBeforeItBeginsIsAnswered(Throwable why) {
        driver.failAt("Connection.getAutoCommit", why);

        failure(session.run(BATCH), BackendException.class);

        driver.heal();
        assertThat(await(session.run(FETCH)).rows()).hasSize(1);
    }

    static List<Throwable> failures() {
        return FaultyDriver.FAILURES;
    }

    /** The failure of the statement is what is told, not that of what follows it. */
    @ParameterizedTest
    @MethodSource("later")
    void tellsTheFirstFailure(String step, Throwable why) {
        driver.failAt("PreparedStatement.executeLargeBatch", new SQLException("first", "99123"));
        driver.failAt(step, why);

        BackendException failure = failure(session.run(BATCH), BackendException.class);

        assertThat(failure.sqlState()).isEqualTo("99123");
    }

    static Stream<Arguments> later() {
        return Stream.of(
                        "PreparedStatement.clearBatch",
                        "PreparedStatement.close",
                        "Connection.rollback",
                        "Connection.isValid")
                .flatMap(step -> FaultyDriver.FAILURES.stream().map(why -> Arguments.of(step, why)));
    }
}
