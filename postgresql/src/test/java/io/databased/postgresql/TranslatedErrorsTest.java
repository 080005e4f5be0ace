package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Session;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.servers.PostgresServer;
import io.databased.servers.TranslatingServer;
import io.databased.testkit.LeakCheck;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an error means is told by what is never translated. */
@Tag("R14")
final class TranslatedErrorsTest {
    private final ProxiedPostgres there = new ProxiedPostgres();
    private final TranslatingServer german =
            TranslatingServer.inFrontOf(PostgresServer.shared().port());
    private final Database database = await(Database.of("postgresql://postgres@127.0.0.1:" + german.port() + "/"
                    + there.name + "?max_size=1&application_name=" + there.name)
            .connect());

    @AfterEach
    void close() {
        LeakCheck.assertIdle(database);
        database.close();
        german.close();
        there.close();
    }

    private StatementException lateInASession() {
        return failure(
                database.session(session -> session.execute("SET LOCAL statement_timeout = 50")
                        .thenCompose(set -> session.fetchAll("SELECT pg_sleep(60)"))),
                StatementException.class);
    }

    private StatementException stoppedByAnother() {
        CompletableFuture<?> slow = database.fetchAll("SELECT pg_sleep(60)");
        there.awaitRunning("pg_sleep");
        there.look("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = '" + there.name
                + "' AND query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()");
        return failure(slow, StatementException.class);
    }

    private StatementException stoppedByItsSession() {
        Session session = await(database.session().open());
        CompletableFuture<?> slow = session.fetchAll("SELECT pg_sleep(60)");
        there.awaitRunning("pg_sleep");
        await(session.cancel());
        return failure(slow, StatementException.class);
    }

    @Test
    @Tag("R20")
    void theServersTimeLimitIsATimeout() {
        StatementException late = lateInASession();

        assertThat(late.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(late.sqlState()).contains("57014");
        assertThat(late).hasMessageContaining("Zeitüberschreitung");
    }

    @Test
    @Tag("R19")
    void aSignalIsNone() {
        assertThat(stoppedByItsSession().kind()).isEqualTo(Kind.CANCELLED);
        assertThat(stoppedByAnother().kind()).isEqualTo(Kind.CANCELLED);
        assertThat(lateInASession().kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(stoppedByAnother().kind()).isEqualTo(Kind.CANCELLED);
    }

    /** A function may raise the same. */
    @Test
    void whatAFunctionRaisesIsNoTimeout() {
        there.execute("CREATE FUNCTION stop() RETURNS void LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE 'Schluss' USING ERRCODE = '57014'; END $$");

        assertThat(failure(database.fetchAll("SELECT stop()"), StatementException.class)
                        .kind())
                .isEqualTo(Kind.CANCELLED);
    }

    @Test
    void aPlanThatHasChangedIsMadeAnew() {
        for (String change : List.of("ADD b int", "DROP b", "ALTER id TYPE bigint")) {
            await(database.fetchAll("SELECT * FROM t"));
            there.execute("ALTER TABLE t " + change);
            await(database.fetchAll("SELECT * FROM t"));
            there.execute("ALTER TABLE t ADD c int");
            await(database.session(session -> session.fetchAll("SELECT * FROM t")));
            there.execute("ALTER TABLE t DROP c");
        }
    }

    @Test
    void aStatementThatIsGoneIsPreparedAnew() {
        there.execute("CREATE FUNCTION forget() RETURNS void LANGUAGE plpgsql AS 'BEGIN DEALLOCATE ALL; END'");
        for (int i = 0; i < 3; i++) {
            await(database.fetchAll("SELECT * FROM t"));
            await(database.fetchAll("SELECT forget()"));
        }
        await(database.session(session -> session.fetchAll("SELECT * FROM t")));
    }

    /** What stands in a table was bound by nobody here, so it is not looked for. */
    @ParameterizedTest
    @ValueSource(strings = {"canary", "99999999999"})
    @Tag("R37")
    void noMessageQuotesAStoredValue(String secret) {
        there.execute("CREATE TABLE secrets (secret text)", "INSERT INTO secrets VALUES ('" + secret + "')");

        StatementException failure =
                failure(database.fetchAll("SELECT secret::integer FROM secrets"), StatementException.class);

        assertThat(failure.kind()).isEqualTo(Kind.DATA);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain(secret);
        }
        assertThat(failure.databaseMessage().orElseThrow().text()).contains("»" + secret + "«");
    }

    @Test
    void whatQuotesNothingIsShown() {
        assertThat(failure(database.fetchAll("SELECT 2147483647 + 1"), StatementException.class))
                .hasMessageContaining("außerhalb des gültigen Bereichs");
    }
}
