package io.databased.jdbc;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.DatabaseUrl;
import io.databased.SessionOptions;
import io.databased.servers.MariaDbServer;
import io.databased.servers.PostgresServer;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.SessionBackend;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a connection is not left with, though its driver fails where nobody looks. */
final class LeftBehindTest {
    private static final Command BEGIN =
            Command.control(List.of(new Control(Control.Kind.BEGIN, "BEGIN", 0, SessionOptions.defaults())));

    static List<Throwable> failures() {
        return FaultyDriver.FAILURES;
    }

    private static Command statement(String sql) {
        return Command.execute(sql, new Object[0]).build();
    }

    private static String url(String of) {
        DatabaseUrl url = DatabaseUrl.parse(of);
        String jdbcUrl = url.toJdbcUrl();
        return jdbcUrl + (jdbcUrl.contains("?") ? "&" : "?") + "user="
                + url.user().orElseThrow()
                + url.password().map(password -> "&password=" + password).orElse("");
    }

    private static SessionBackend open(FaultyDriver driver, String product) {
        return await(JdbcBackend.of(driver.source(), product).open(Role.PRIMARY));
    }

    /** As Oracle's driver, which commits what is open when it closes a connection. */
    @Test
    @Tag("R4")
    void closingCommitsNothing() throws SQLException {
        FaultyDriver driver = new FaultyDriver();
        SessionBackend session = open(driver, "unknown");
        await(session.run(statement("CREATE TABLE t (x int)")));
        Connection real = driver.openConnections().get(0);
        driver.at("Connection.close", arguments -> real.commit());
        await(session.run(BEGIN));
        await(session.run(statement("INSERT INTO t VALUES (1)")));

        await(session.close());

        driver.heal();
        SessionBackend other = open(driver, "h2");
        assertThat(await(other.run(H2.fetching("SELECT * FROM t"))).rows()).isEmpty();
        await(other.close());
    }

    @ParameterizedTest
    @MethodSource("failures")
    @Tag("R4")
    void whatCannotBeRolledBackIsAborted(Throwable why) throws SQLException {
        FaultyDriver driver = new FaultyDriver();
        SessionBackend session = open(driver, "unknown");
        await(session.run(statement("CREATE TABLE t (x int)")));
        CompletableFuture<Void> aborted = new CompletableFuture<>();
        driver.at("Connection.abort", arguments -> {
            aborted.complete(null);
            throw why;
        });
        driver.failAt("Connection.rollback", why);
        await(session.run(BEGIN));

        await(session.close());

        assertThat(aborted).isCompleted();
        assertThat(driver.openConnections()).isEmpty();
    }

    /** The statement is told as it ended; what comes next is told why it is not run. */
    @ParameterizedTest
    @MethodSource("failures")
    @Tag("R22")
    void tracesThatCannotBeRemovedSpendTheConnection(Throwable why) {
        FaultyDriver driver = new FaultyDriver(url(PostgresServer.shared().createDatabase()));
        SessionBackend session = open(driver, "postgresql");
        await(session.run(H2.fetching("SELECT 1")));
        driver.failAt("Statement.executeQuery", why);

        await(session.run(Command.execute("CREATE TABLE t (x int)", new Object[0])
                .verb("CREATE")
                .build()));

        BackendException failure = failure(session.run(H2.fetching("SELECT 1")), BackendException.class);
        assertThat(failure.effect()).isEqualTo(Effect.NOT_SENT);
        assertThat(failure)
                .hasMessageStartingWith("the connection could not be brought back to what it was: ")
                .hasMessageContaining(
                        why instanceof SQLException
                                ? "database"
                                : why.getClass().getName());
        await(session.close());
    }

    /** What a procedure has committed is told, though the driver fails in whatever way. */
    @ParameterizedTest
    @MethodSource("failures")
    @Tag("R15")
    void statementThatEndedItsTransactionAndFailedIsToldOf(Throwable why) {
        FaultyDriver driver = new FaultyDriver(url(MariaDbServer.shared().createDatabase()));
        SessionBackend session = open(driver, "mariadb");
        await(session.run(statement("CREATE PROCEDURE ends() COMMIT")));
        await(session.run(BEGIN));
        driver.failAt("PreparedStatement.getLargeUpdateCount", why);

        BackendException failure = failure(session.run(statement("CALL ends()")), BackendException.class);

        assertThat(failure.effect()).isEqualTo(Effect.TRANSACTION_ENDED);
        assertThat(failure).hasMessageContaining("; before it failed, the statement ended the transaction");
        assertThat(await(session.inTransaction())).isFalse();
        await(session.close());
    }

    @ParameterizedTest
    @MethodSource("failures")
    @Tag("R24")
    void whatEndedItsTransactionAndCannotBeRolledBackLosesItsConnection(Throwable why) {
        FaultyDriver driver = new FaultyDriver(url(MariaDbServer.shared().createDatabase()));
        SessionBackend session = open(driver, "mariadb");
        await(session.run(statement("CREATE PROCEDURE ends() COMMIT")));
        await(session.run(BEGIN));
        driver.failAt("Connection.rollback", why);

        BackendException failure = failure(session.run(statement("CALL ends()")), BackendException.class);

        assertThat(failure.effect()).isEqualTo(Effect.CONNECTION_LOST);
        assertThat(failure).hasMessageContaining("the statement ended the transaction");
        driver.heal();
        await(session.close());
    }
}
