package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.CommitOutcomeUnknownException;
import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.ConnectionLostException;
import io.databased.Database;
import io.databased.Session;
import io.databased.SessionStatus;
import io.databased.testkit.LeakCheck;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of a COMMIT whose connection was cut. */
final class CommitOutcomeTest {
    private final ProxiedPostgres there = new ProxiedPostgres();
    private final Database database = there.connect(2);

    @AfterEach
    void close() {
        if (database.isConnected()) {
            LeakCheck.assertIdle(database);
        }
        database.close();
        there.awaitNoBackends();
        there.close();
    }

    @Test
    @Tag("R16")
    void cutBeforeCommitIsRolledBack() {
        Session session = await(database.session().open());
        await(session.execute("INSERT INTO t VALUES (1)"));
        there.proxy.reset();
        failure(session.execute("INSERT INTO t VALUES (2)"), ConnectionLostException.class);

        failure(session.commit(), ConnectionLostException.class);

        await(session.close());
        assertThat(there.rows()).isEmpty();
    }

    @Test
    @Tag("R16")
    @Tag("N4")
    void cutAfterTheServerHasCommittedIsFoundToBeCommitted() {
        there.proxy.cutAfter("COMMIT");
        CommitOutcomeUnknownException unknown = insertFails();

        assertThat(there.rows()).isEqualTo("1");
        assertThat(await(unknown.resolve())).isEqualTo(Outcome.COMMITTED);
    }

    @Test
    @Tag("R16")
    @Tag("N3")
    void cutBeforeTheServerHasCommitIsFoundToBeRolledBack() {
        there.proxy.cutBefore("COMMIT");
        CommitOutcomeUnknownException unknown = insertFails();

        assertThat(await(unknown.resolve())).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(there.rows()).isEmpty();
    }

    /** As on Aurora, which has that function, and refuses those that tell positions in the log. */
    @ParameterizedTest
    @ValueSource(strings = {"", "&pgbouncer=on"})
    @Tag("R16")
    void outcomeIsFoundWhereThereIsNoLog(String options) {
        there.execute("CREATE FUNCTION aurora_version() RETURNS text LANGUAGE sql AS $$ SELECT 'any' $$");

        assertThat(outcomeOfTheLastOfThree(options)).isEqualTo(Outcome.COMMITTED);
        assertThat(questions())
                .containsOnly(options.isEmpty() ? TransactionId.question(false) : TransactionId.WHOLE_QUESTION);
    }

    /** Behind a pooler, which may have no server to answer at connecting, each question is for itself. */
    @ParameterizedTest
    @ValueSource(strings = {"", "&pgbouncer=on"})
    @Tag("R16")
    void serverIsAskedAtConnectingWhetherItHasALog(String options) {
        assertThat(outcomeOfTheLastOfThree(options)).isEqualTo(Outcome.COMMITTED);
        assertThat(questions())
                .containsOnly(options.isEmpty() ? TransactionId.question(true) : TransactionId.WHOLE_QUESTION);
        assertThat(there.proxy.traffic().texts().contains(TransactionId.LOG_QUESTION))
                .isEqualTo(options.isEmpty());
    }

    /** A question that is refused in a transaction would fail it. */
    @Test
    @Tag("R16")
    void serverThatRefusesTheFirstQuestionIsAskedNothingMore() {
        there.execute(
                "CREATE FUNCTION to_regproc(text) RETURNS regproc LANGUAGE plpgsql AS $$ BEGIN RAISE 'not here'; END $$",
                "ALTER DATABASE " + there.name + " SET search_path = public, pg_catalog");

        assertThat(outcomeOfTheLastOfThree("")).isEqualTo(Outcome.UNDETERMINED);
        assertThat(questions()).isEmpty();
        assertThat(there.rows()).isEqualTo("1,101,102");
    }

    /** On a connection that is opened now. */
    private Outcome outcomeOfTheLastOfThree(String options) {
        there.proxy.traffic().reset();
        try (Database connected =
                await(Database.builder(there.url() + options).build().connect())) {
            await(connected.session(session -> session.execute("INSERT INTO t VALUES (101)")));
            await(connected.session(session -> session.execute("INSERT INTO t VALUES (102)")));
            there.proxy.cutAfter("COMMIT");
            return await(insertFails(connected).resolve());
        }
    }

    private List<String> questions() {
        return there.proxy.traffic().texts().stream()
                .filter(text -> text.contains("pg_current_xact_id_if_assigned"))
                .toList();
    }

    @Test
    @Tag("R16")
    void outcomeIsFoundAfterDisconnecting() {
        there.proxy.cutAfter("COMMIT");
        CommitOutcomeUnknownException unknown = insertFails();
        await(database.disconnect());

        assertThat(await(unknown.resolve())).isEqualTo(Outcome.COMMITTED);
        there.awaitNoBackends();
    }

    @Test
    @Tag("R16")
    void outcomeIsFoundAlthoughAChildFailedAtItsFirstWrite() {
        there.proxy.cutAfter("COMMIT");
        CompletableFuture<?> session =
                database.session(outer -> outer.transaction(child -> child.execute("INSERT INTO nowhere VALUES (1)"))
                        .handle((inserted, failure) -> outer.execute("INSERT INTO t VALUES (1)"))
                        .thenCompose(inserted -> inserted));

        CommitOutcomeUnknownException unknown = failure(session, CommitOutcomeUnknownException.class);

        assertThat(await(unknown.resolve())).isEqualTo(Outcome.COMMITTED);
    }

    @Test
    @Tag("R16")
    void outcomeIsFoundOfWhatAChildHasWritten() {
        there.proxy.cutAfter("COMMIT");
        CompletableFuture<?> session =
                database.session(outer -> outer.transaction(child -> child.execute("INSERT INTO t VALUES (1)")));

        CommitOutcomeUnknownException unknown = failure(session, CommitOutcomeUnknownException.class);

        assertThat(await(unknown.resolve())).isEqualTo(Outcome.COMMITTED);
    }

    @Test
    @Tag("R16")
    void outcomeIsUndeterminedWhereAFunctionWroteBehindASelect() {
        there.execute("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'INSERT INTO t VALUES (1) RETURNING id'");
        there.proxy.cutAfter("COMMIT");

        CommitOutcomeUnknownException unknown = failure(
                database.session(session -> session.fetchAll("SELECT f()")), CommitOutcomeUnknownException.class);

        assertThat(await(unknown.resolve())).isEqualTo(Outcome.UNDETERMINED);
        assertThat(there.rows()).isEqualTo("1");
    }

    @Test
    @Tag("R16")
    void commitWithoutAnAnswerInTimeIsUnknown() {
        try (Database impatient = await(
                there.builder().commitTimeout(Duration.ofMillis(100)).build().connect())) {
            Session session = await(impatient.session().open());
            await(session.execute("INSERT INTO t VALUES (1)"));
            await(session.fetchAll("SELECT 1")); // behind the question for the identifier
            there.proxy.blackhole();

            CommitOutcomeUnknownException unknown = failure(session.commit(), CommitOutcomeUnknownException.class);

            assertThat(session.status()).isEqualTo(SessionStatus.UNKNOWN);
            there.proxy.heal();
            there.proxy.reset();
            assertThat(await(unknown.resolve())).isEqualTo(Outcome.ROLLED_BACK);
        }
    }

    private CommitOutcomeUnknownException insertFails() {
        return insertFails(database);
    }

    private static CommitOutcomeUnknownException insertFails(Database through) {
        return failure(
                through.session(session -> session.execute("INSERT INTO t VALUES (1)")),
                CommitOutcomeUnknownException.class);
    }
}
