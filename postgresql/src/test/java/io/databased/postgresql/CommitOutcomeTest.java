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
    @ValueSource(ints = {0, 1, 2})
    @Tag("R16")
    void outcomeIsFoundWhereTheLogIsNotAskedAbout(int sessionsBefore) {
        there.execute("CREATE FUNCTION aurora_version() RETURNS text LANGUAGE sql AS $$ SELECT 'any' $$");
        writeBefore(sessionsBefore);
        there.proxy.cutAfter("COMMIT");
        CommitOutcomeUnknownException unknown = insertFails();

        assertThat(await(unknown.resolve())).isEqualTo(Outcome.COMMITTED);
        assertThat(questions().get(0)).contains("to_regproc");
        assertThat(questions().stream().skip(1)).noneMatch(later -> later.contains("lsn"));
    }

    /** Whether the server has a log is asked once for each connection; where the log is, each time. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    @Tag("R16")
    void serverIsAskedOnceWhatItIs(int sessionsBefore) {
        writeBefore(sessionsBefore);
        there.proxy.cutBefore("COMMIT");
        CommitOutcomeUnknownException unknown = insertFails();

        assertThat(await(unknown.resolve())).isEqualTo(Outcome.ROLLED_BACK);
        List<String> questions = questions();
        assertThat(questions).allMatch(question -> question.contains("pg_walfile_name"));
        assertThat(questions.get(questions.size() - 1).contains("to_regproc")).isEqualTo(sessionsBefore == 0);
    }

    /** Sessions that write and commit, on the same connection; and one that has written nothing, so that there is no answer. */
    private void writeBefore(int sessions) {
        await(database.session(session -> session.execute("DELETE FROM t")));
        for (int i = 0; i < sessions; i++) {
            int row = 100 + i;
            await(database.session(session -> session.execute("INSERT INTO t VALUES (" + row + ")")));
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
        return failure(
                database.session(session -> session.execute("INSERT INTO t VALUES (1)")),
                CommitOutcomeUnknownException.class);
    }
}
