package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ChildSessionOpenException;
import io.databased.Database;
import io.databased.Isolation;
import io.databased.Session;
import io.databased.SessionFailedException;
import io.databased.SessionOptions;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.ScriptedStep;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What exactly is sent, and together with what: transaction control costs no round trip but COMMIT's. */
final class WireSequenceTest extends ScriptedTest {
    @Test
    @Tag("R1")
    @Tag("B1")
    @Tag("D1")
    void nothingReachesTheBackendBeforeConnect() {
        Database database = backend.builder().build();

        failure(run(database, "UPDATE a"), RuntimeException.class);

        assertThat(backend.log()).isEmpty();
    }

    @Test
    @Tag("R3")
    void connectProvesOneConnection() {
        connected();

        assertThat(backend.log()).contains("open 1");
        assertThat(backend.wire()).isEmpty();
    }

    @Test
    @Tag("R6")
    void beginRidesWithTheFirstStatementAndCommitGoesAlone() {
        backend.expect("BEGIN; UPDATE a").thenAffect(1);
        backend.expect("UPDATE b").thenAffect(1);
        backend.expect("COMMIT").thenReply();

        await(connected().session(session -> run(session, "UPDATE a").thenCompose(a -> run(session, "UPDATE b"))));
    }

    @Test
    @Tag("R6")
    void sessionWithoutStatementsSendsNothingAndTakesNoConnection() {
        Database database = connected();
        int mark = mark();
        long taken = database.stats().acquisitions().total();

        await(database.session(session -> session.transaction(child -> CompletableFuture.completedFuture(1))));

        assertThat(since(mark)).isEmpty();
        assertThat(database.stats().acquisitions().total()).isEqualTo(taken);
    }

    @Test
    @Tag("R6")
    void openedByHandItTakesConnectionAndStillSendsNothing() {
        Database database = connected();

        Session session = await(database.session().open());
        assertThat(database.stats().connections().leased()).isEqualTo(1);
        await(session.commit());
    }

    @Test
    @Tag("R10")
    @Tag("S1")
    @Tag("R36")
    void savepointRidesWithTheChildsFirstStatementAndReleaseWithWhateverFollows() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("SAVEPOINT databased_1; UPDATE b").thenReply();
        backend.expect("RELEASE databased_1; UPDATE c").thenReply();
        backend.expect("COMMIT").thenReply();

        await(connected()
                .session(session -> run(session, "UPDATE a")
                        .thenCompose(a -> session.transaction(child -> run(child, "UPDATE b")))
                        .thenCompose(b -> run(session, "UPDATE c"))));
    }

    @Test
    @Tag("R10")
    void nestedChildrenBeginTogether() {
        backend.expect("BEGIN; SAVEPOINT databased_1; SAVEPOINT databased_2; UPDATE a")
                .thenReply();
        backend.expect("RELEASE databased_2; RELEASE databased_1; SAVEPOINT databased_1; UPDATE b")
                .thenReply();
        backend.expect("COMMIT").thenReply();

        await(connected()
                .session(session -> session.transaction(
                                child -> child.transaction(grandchild -> run(grandchild, "UPDATE a")))
                        .thenCompose(a -> session.transaction(child -> run(child, "UPDATE b")))));
    }

    @Test
    @Tag("R10")
    void childWithoutStatementsSendsNothing() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenReply();

        await(connected()
                .session(session -> session.transaction(child -> CompletableFuture.completedFuture(1))
                        .thenCompose(one -> run(session, "UPDATE a"))
                        .thenCompose(a -> session.transaction(child -> CompletableFuture.completedFuture(1)))));
    }

    @Test
    @Tag("R10")
    @Tag("S8")
    void cancelledChildIsRolledBackToAndReleased() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("SAVEPOINT databased_1; UPDATE b").thenReply();
        backend.expect("ROLLBACK TO databased_1; RELEASE databased_1").thenReply();
        backend.expect("UPDATE c").thenReply();
        backend.expect("COMMIT").thenReply();

        await(connected()
                .session(session -> run(session, "UPDATE a")
                        .thenCompose(a -> session.transaction(child -> run(child, "UPDATE b")
                                .thenCompose(b -> CompletableFuture.failedFuture(new IllegalStateException()))))
                        .handle((value, failure) -> run(session, "UPDATE c"))
                        .thenCompose(c -> c)));
    }

    @Test
    @Tag("R10")
    void cancelledChildTakesTheReleasesOwedInsideWithIt() {
        backend.expect("BEGIN; SAVEPOINT databased_1; SAVEPOINT databased_2; UPDATE a")
                .thenReply();
        backend.expect("ROLLBACK TO databased_1; RELEASE databased_1").thenReply();
        backend.expect("ROLLBACK").thenReply();

        Session root = await(connected().session().open());
        Session child = await(root.transaction().open());
        await(child.transaction(grandchild -> run(grandchild, "UPDATE a")));
        await(child.cancel());
        await(root.cancel());
    }

    @Test
    @Tag("R5")
    @Tag("R7")
    void cancelledSessionIsRolledBack() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("ROLLBACK").thenReply();

        Session session = await(connected().session().open());
        await(run(session, "UPDATE a"));
        await(session.close());
        await(session.close());
    }

    @Test
    @Tag("R8")
    void nextStatementWaitsForTheAnswerWhereTheWireDoesNotPipeline() {
        ScriptedStep first = backend.expect("BEGIN; UPDATE a");
        Session session = await(connected().session().open());
        run(session, "UPDATE a");
        CompletableFuture<?> second = run(session, "UPDATE b");
        CompletableFuture<Void> committed = session.commit();
        assertThat(backend.wire()).containsExactly("BEGIN; UPDATE a");

        backend.expect("UPDATE b").thenReply();
        backend.expect("COMMIT").thenReply();
        first.thenReply();

        await(second);
        await(committed);
    }

    @Test
    @Tag("R8")
    void statementsArePipelinedWhereTheWireAllowsAndCommitWaitsForThem() {
        backend.pipelining(8);
        ScriptedStep first = backend.expect("BEGIN; UPDATE a");
        ScriptedStep second = backend.expect("UPDATE b");
        Session session = await(connected().session().open());
        run(session, "UPDATE a");
        run(session, "UPDATE b");
        CompletableFuture<Void> committed = session.commit();
        assertThat(backend.wire()).containsExactly("BEGIN; UPDATE a", "UPDATE b");

        second.thenReply();
        backend.expect("COMMIT").thenReply();
        first.thenReply();

        await(committed);
    }

    @Test
    @Tag("R14")
    void statementsQueuedBehindFailureAreNotSent() {
        ScriptedStep first = backend.expect("BEGIN; UPDATE a");
        backend.expect("ROLLBACK").thenReply();
        Session session = await(connected().session().open());
        CompletableFuture<?> refused = run(session, "UPDATE a");
        CompletableFuture<?> behind = run(session, "UPDATE b");
        CompletableFuture<?> committed = session.commit();

        first.thenFail(Kind.UNIQUE, Effect.STATEMENT);

        StatementException cause = failure(refused, StatementException.class);
        assertThat(failure(behind, SessionFailedException.class)).hasCause(cause);
        failure(committed, SessionFailedException.class);
        failure(run(session, "UPDATE c"), SessionFailedException.class);
        await(session.cancel());
    }

    @Test
    @Tag("R14")
    void pipelinedStatementsBehindFailureAreReportedAsNotRun() {
        backend.pipelining(8);
        ScriptedStep first = backend.expect("BEGIN; UPDATE a");
        ScriptedStep second = backend.expect("UPDATE b");
        backend.expect("ROLLBACK").thenReply();
        Session session = await(connected().session().open());
        CompletableFuture<?> refused = run(session, "UPDATE a");
        CompletableFuture<?> behind = run(session, "UPDATE b");

        first.thenFail(Kind.UNIQUE, Effect.STATEMENT);
        second.thenFail(Kind.OTHER, Effect.STATEMENT);

        StatementException cause = failure(refused, StatementException.class);
        assertThat(failure(behind, SessionFailedException.class)).hasCause(cause);
        await(session.cancel());
    }

    @Test
    @Tag("R11")
    @Tag("R13")
    void parentOfOpenChildSendsNothing() {
        backend.expect("BEGIN; SAVEPOINT databased_1; UPDATE a").thenReply();
        backend.expect("ROLLBACK").thenReply();
        Session parent = await(connected().session().open());
        Session child = await(parent.transaction().open());
        await(run(child, "UPDATE a"));

        failure(run(parent, "UPDATE b"), ChildSessionOpenException.class);
        failure(parent.commit(), ChildSessionOpenException.class);
        await(parent.cancel());
    }

    @Test
    @Tag("R5")
    void oneShotIsSentAlone() {
        backend.expect("UPDATE a").thenAffect(2);
        backend.expect("INSERT INTO t VALUES (?) x2").thenAffect(2);
        Database database = connected();

        assertThat(await(run(database, "UPDATE a")).affectedRows()).isEqualTo(2);
        assertThat(await(database.executeMany("INSERT INTO t VALUES (?)", List.of(List.of(1), List.of(2)))))
                .isEqualTo(2);
        assertThat(await(database.executeMany("INSERT INTO t VALUES (?)", List.of())))
                .isZero();
    }

    @Test
    @Tag("R5")
    void optionsOfTheSessionAreInItsBegin() {
        backend.expect("BEGIN SERIALIZABLE READ ONLY; SELECT 1").thenRows("x", 1L);
        backend.expect("COMMIT").thenReply();

        await(connected()
                .session(
                        SessionOptions.defaults()
                                .withIsolation(Isolation.SERIALIZABLE)
                                .withReadOnly(),
                        session -> session.fetchAll("SELECT 1")));
    }

    @Test
    @Tag("R27")
    void sessionInForceRollbackSendsRollbackInPlaceOfCommit() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("ROLLBACK").thenReply();

        await(connected().session(SessionOptions.defaults().withForceRollback(), session -> run(session, "UPDATE a")));
    }

    @Test
    @Tag("R9")
    @Tag("N20")
    void nothingOfDeadHandleIsSent() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenReply();
        Session session = await(connected().session().open());
        Session child = session.transaction();
        await(run(session, "UPDATE a"));
        await(session.commit());

        failure(run(session, "UPDATE b"), RuntimeException.class);
        failure(child.open(), RuntimeException.class);
        await(session.cancel());
    }
}
