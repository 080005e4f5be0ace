package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.CommitOutcomeUnknownException;
import io.databased.ConnectionLostException;
import io.databased.Database;
import io.databased.Session;
import io.databased.servers.PostgresServer;
import io.databased.testkit.Futures;
import io.databased.testkit.LeakCheck;
import io.databased.testkit.LogCapture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why the server has closed a connection is told in each failure that comes of it. */
@Tag("R16")
final class LastWordsTest {
    private static final String TERMINATED = "terminating connection due to administrator command [SQLSTATE 57P01]";
    private static final String END = "SELECT pg_terminate_backend(pg_backend_pid())";

    private final ProxiedPostgres there = new ProxiedPostgres();
    private final Database database = there.connect(1);

    @AfterEach
    void close() {
        LeakCheck.assertIdle(database);
        database.close();
        there.close();
    }

    /** What is sent before that meets a closed socket, and its reset may take the words away. */
    private void awaitTold() {
        Futures.until("the client was told", () -> there.proxy.openConnections() == 0);
    }

    private static void told(CompletableFuture<?> failing, String reason) {
        assertThat(failure(failing, ConnectionLostException.class)).hasMessageContaining(reason);
    }

    @Test
    void toAStatement() {
        CompletableFuture<?> under = database.fetchAll("SELECT pg_sleep(60)");
        there.awaitRunning("pg_sleep");

        PostgresServer.shared().terminateSessions(there.name);

        ConnectionLostException lost = failure(under, ConnectionLostException.class);
        assertThat(lost).hasMessageContaining(TERMINATED);
        assertThat(lost.sent()).isTrue();
    }

    /** What the server has not read resets its socket, and its last words may go with that. */
    @Test
    void toStatementsBehindAreTheReasonUnlessTheNetworkLostThem() {
        List<CompletableFuture<?>> all = new ArrayList<>();
        all.add(database.fetchAll("SELECT pg_sleep(60)"));
        for (int i = 0; i < 3; i++) {
            all.add(database.fetchAll("SELECT 1")); // at once: later nobody is sent behind the other
        }
        there.awaitRunning("pg_sleep");

        PostgresServer.shared().terminateSessions(there.name);

        failure(all.get(0), ConnectionLostException.class);
        for (CompletableFuture<?> behind : all.subList(1, all.size())) {
            behind.exceptionally(
                            failed -> { // it was on the wire
                                assertThat(failed)
                                        .isInstanceOf(ConnectionLostException.class)
                                        .message()
                                        .matches(".*(" + Pattern.quote(TERMINATED) + "|reset|closed).*");
                                return null;
                            })
                    .join();
        }
    }

    /** Nothing is on the wire behind the end: what the server has not read may take its words away. */
    @Test
    void toASessionAndToWhatItIsAskedLater() {
        Session session = await(database.session().open());
        await(session.execute("INSERT INTO t VALUES (1)"));

        told(session.fetchAll(END), TERMINATED);
        told(session.execute("INSERT INTO t VALUES (2)"), TERMINATED);
        told(session.execute("INSERT INTO t VALUES (3)"), TERMINATED);
        told(session.commit(), TERMINATED);
        await(session.close());
        assertThat(there.rows()).isEmpty();
    }

    @Test
    void toAStream() {
        Session session = await(database.session().open());
        told(session.forEach(sql(END), row -> {}), TERMINATED);
        await(session.close());
    }

    @Test
    void toACommit() {
        there.execute(
                "CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(60); RETURN NULL; END $$",
                "CREATE CONSTRAINT TRIGGER leave AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED"
                        + " FOR EACH ROW EXECUTE FUNCTION leave()");

        CommitOutcomeUnknownException unknown = failure(
                database.session(session -> session.execute("INSERT INTO t VALUES (1)")),
                CommitOutcomeUnknownException.class);

        assertThat(unknown).hasMessageContaining(TERMINATED);
        assertThat(await(unknown.resolve())).isEqualTo(CommitOutcomeUnknownException.Outcome.ROLLED_BACK);
    }

    /** The server says so while nothing is asked of it, and the session hears of it at the next call. */
    @ParameterizedTest
    @CsvSource({
        "idle_in_transaction_session_timeout, terminating connection due to idle-in-transaction timeout [SQLSTATE 25P03]",
        "transaction_timeout, terminating connection due to transaction timeout [SQLSTATE 25P04]"
    })
    void toASessionThatWasIdle(String setting, String reason) {
        Session session = await(database.session().open());
        await(session.execute("INSERT INTO t VALUES (1)"));
        session.execute("SET LOCAL " + setting + " = '50ms'"); // which runs from there on, so it may have no answer
        awaitTold();

        told(session.execute("INSERT INTO t VALUES (2)"), reason);
        told(session.commit(), reason);
        await(session.close());
        await(database.execute("INSERT INTO t VALUES (3)"));
        assertThat(there.rows()).isEqualTo("3");
    }

    @Test
    void toACommitOfASessionThatWasIdle() {
        CompletableFuture<?> session = database.session(opened -> opened.execute("INSERT INTO t VALUES (1)")
                .thenCompose(inserted -> opened.execute("SET LOCAL idle_in_transaction_session_timeout = '50ms'"))
                .thenRun(this::awaitTold));

        told(session, "terminating connection due to idle-in-transaction timeout [SQLSTATE 25P03]");
        assertThat(there.rows()).isEmpty();
    }

    @Test
    void toAStatementThatTakesTooLongForItsTransaction() {
        told(
                database.session(session -> session.execute("SET LOCAL transaction_timeout = '50ms'")
                        .thenCompose(set -> session.fetchAll("SELECT pg_sleep(60)"))),
                "terminating connection due to transaction timeout [SQLSTATE 25P04]");
    }

    /** Each connection that the server ends while nobody uses it. */
    @Test
    void toTheLogOfThePool() {
        Logger pool = Logger.getLogger("io.databased.pool");
        pool.setLevel(Level.FINE);
        try (LogCapture log = new LogCapture("io.databased.pool")) {
            there.execute("ALTER DATABASE \"" + there.name + "\" SET idle_session_timeout = '50ms'");
            try (Database idle = there.connect(1)) {
                Futures.until("it is gone", () -> idle.stats().connections().size() == 0);
                Futures.until(
                        "the log tells why",
                        () -> log.lines().stream()
                                .anyMatch(
                                        line -> line.contains(there.name)
                                                && line.contains(
                                                        "terminating connection due to idle-session timeout [SQLSTATE 57P05]")));
            }
        } finally {
            pool.setLevel(null);
        }
    }

    @Test
    void toForceRollback() {
        try (Database forced = await(there.builder().forceRollback().build().connect())) {
            told(forced.fetchAll(END), TERMINATED);
            told(forced.fetchAll("SELECT 1"), TERMINATED);
            Futures.failure(forced.disconnect(), Exception.class);
        }
    }
}
