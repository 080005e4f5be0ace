package io.databased.jdbc;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.SessionBackend;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A connection that the driver has opened, and that cannot be made ready, is closed. */
@Tag("C9")
final class FailedOpeningTest {
    private final FaultyDriver driver = new FaultyDriver();

    /** What is asked of a new connection: by all products, of a database that is not named, and of PostgreSQL. */
    static Stream<Arguments> steps() {
        return Stream.of("setAutoCommit", "getMetaData", "getClientInfo")
                .flatMap(step -> FaultyDriver.FAILURES.stream().map(failure -> Arguments.of(step, failure)));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void closesWhatCannotBeMadeReady(String step, Throwable failure) throws SQLException {
        driver.failAt("Connection." + step, failure);
        JdbcBackend backend = step.equals("getClientInfo")
                ? JdbcBackend.of(driver.source(), "postgresql")
                : JdbcBackend.of(driver.source());

        BackendException told = failure(backend.open(Role.PRIMARY), BackendException.class);

        assertThat(told.effect()).isEqualTo(Effect.NOT_SENT);
        assertThat(driver.opened()).isOne();
        assertThat(driver.openConnections()).isEmpty();
    }

    @Test
    void tellsWhyItFailedThoughClosingFailsToo() throws SQLException {
        for (Throwable failure : FaultyDriver.FAILURES) {
            driver.heal();
            driver.failAt("Connection.setAutoCommit", new SQLException("why", "28000"));
            driver.failAt("Connection.close", failure);

            BackendException told =
                    failure(JdbcBackend.of(driver.source(), "h2").open(Role.PRIMARY), BackendException.class);

            assertThat(told.sqlState()).isEqualTo("28000");
        }
    }

    /** There is no place for the driver's words, which may quote the URL. */
    @Test
    @Tag("R37")
    void promisesNothingThatIsNotThere() throws SQLException {
        driver.failAt("Connection.setAutoCommit", new SQLException("canary", "90112", 90112));

        BackendException told =
                failure(JdbcBackend.of(driver.source(), "h2").open(Role.PRIMARY), BackendException.class);

        assertThat(told)
                .hasMessage(
                        "the database refused the connection [SQLSTATE 90112, code 90112]; the driver's own words are not"
                                + " shown, because they may quote the URL with its password");
        assertThat(told.getCause()).hasMessage(told.getMessage());
    }

    @Test
    void sourceThatGivesNothingIsNamed() {
        DataSource empty = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> null);

        BackendException told = failure(JdbcBackend.of(empty).open(Role.PRIMARY), BackendException.class);

        assertThat(told).hasMessage("the data source gave no connection: it returned null");
        assertThat(told.effect()).isEqualTo(Effect.NOT_SENT);
    }

    @Test
    void soundConnectionIsOpened() throws SQLException {
        SessionBackend session = await(JdbcBackend.of(driver.source()).open(Role.PRIMARY));

        assertThat(driver.openConnections()).hasSize(1);
        await(session.close());
        assertThat(driver.openConnections()).isEmpty();
    }
}
