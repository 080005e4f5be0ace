package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.CommitOutcomeUnknownException;
import io.databased.ConnectionLostException;
import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.SessionFailedException;
import io.databased.SessionStatus;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.Futures;
import io.databased.testkit.ScriptedStep;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Success is reported only if the database committed; when nobody knows, that is said. */
final class CommitTrustTest extends ScriptedTest {
    private Session sessionAfter(String statement) {
        return sessionAfter(connected(), statement);
    }

    private Session sessionAfter(Database database, String statement) {
        Session session = await(database.session().open());
        await(run(session, statement));
        return session;
    }

    @Test
    @Tag("R15")
    @Tag("N11")
    void refusedCommitIsRolledBackAndSaysWhy() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenFail(Kind.FOREIGN_KEY, Effect.STATEMENT);
        backend.expect("ROLLBACK").thenReply();
        Session session = sessionAfter("UPDATE a");

        StatementException failure = failure(session.commit(), StatementException.class);

        assertThat(failure.kind()).isEqualTo(Kind.FOREIGN_KEY);
        assertThat(session.status()).isEqualTo(SessionStatus.CANCELLED);
        assertThat(backend.openConnections()).isEqualTo(1);
    }

    @Test
    @Tag("R15")
    @Tag("N10")
    void commitThatTheDatabaseTurnedIntoRollbackIsFailure() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenFail(Kind.SERIALIZATION, Effect.TRANSACTION_ENDED);
        Session session = sessionAfter("UPDATE a");

        StatementException failure = failure(session.commit(), StatementException.class);

        assertThat(failure.kind().retryable()).isTrue();
        assertThat(session.status()).isEqualTo(SessionStatus.CANCELLED);
    }

    @Test
    @Tag("R15")
    @Tag("N12")
    void transactionThatTheDatabaseEndedFailsTheWholeStack() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("SAVEPOINT databased_1; UPDATE b").thenFail(Kind.DEADLOCK, Effect.TRANSACTION_ENDED);
        Session root = sessionAfter("UPDATE a");
        Session child = await(root.transaction().open());

        StatementException victim = failure(run(child, "UPDATE b"), StatementException.class);

        assertThat(victim.kind()).isEqualTo(Kind.DEADLOCK);
        assertThat(List.of(root.status(), child.status())).containsOnly(SessionStatus.FAILED);
        await(child.cancel());
        failure(run(root, "UPDATE c"), SessionFailedException.class);
        failure(root.commit(), SessionFailedException.class);
        await(root.cancel());
    }

    @Test
    @Tag("R16")
    @Tag("N2")
    void connectionLostBeforeCommitIsRolledBackDefinitely() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        Session session = sessionAfter("UPDATE a");
        backend.cut(1);

        failure(session.commit(), ConnectionLostException.class);

        assertThat(session.status().ended()).isTrue();
        assertThat(session.status()).isNotEqualTo(SessionStatus.UNKNOWN);
        await(session.cancel());
    }

    @Test
    @Tag("R16")
    @Tag("N2")
    void connectionLostWithStatementFailsTheSession() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("UPDATE b").thenLoseConnection();
        Session session = sessionAfter("UPDATE a");

        failure(run(session, "UPDATE b"), ConnectionLostException.class);

        failure(run(session, "UPDATE c"), DatabasedException.class);
        failure(session.commit(), DatabasedException.class);
        await(session.cancel());
        assertThat(session.status()).isEqualTo(SessionStatus.CANCELLED);
        assertThat(backend.openConnections()).isZero();
    }

    @Test
    @Tag("R16")
    @Tag("N3")
    @Tag("N4")
    void connectionLostAfterCommitHasLeftIsUnknown() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenLoseConnection();
        Session session = sessionAfter("UPDATE a");

        CommitOutcomeUnknownException failure = failure(session.commit(), CommitOutcomeUnknownException.class);

        assertThat(session.status()).isEqualTo(SessionStatus.UNKNOWN);
        assertThat(await(failure.resolve())).isEqualTo(CommitOutcomeUnknownException.Outcome.UNDETERMINED);
        assertThat(backend.openConnections()).isZero();
    }

    @Test
    @Tag("R16")
    void commitThatNeverLeftIsRolledBackDefinitely() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenLoseConnectionUnsent();
        Session session = sessionAfter("UPDATE a");

        failure(session.commit(), ConnectionLostException.class);

        assertThat(session.status()).isEqualTo(SessionStatus.CANCELLED);
    }

    @Test
    @Tag("R15")
    @Tag("R20")
    void rollbackAfterRefusedCommitIsGivenUpAtItsDeadline() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenFail(Kind.BUSY, Effect.STATEMENT);
        backend.expect("ROLLBACK");
        Database database = connected(backend.builder()
                .pool(PoolOptions.builder().closeTimeout(Duration.ofMillis(50)).build()));
        Session session = sessionAfter(database, "UPDATE a");

        failure(session.commit(), StatementException.class);

        Futures.until("the connection is closed", () -> backend.openConnections() == 0);
    }

    @Test
    @Tag("R16")
    @Tag("R20")
    void commitWithoutAnswerIsUnknownAtTheDeadline() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT");
        Database database = connected(backend.builder().commitTimeout(Duration.ofMillis(50)));
        Session session = sessionAfter(database, "UPDATE a");

        failure(session.commit(), CommitOutcomeUnknownException.class);

        assertThat(session.status()).isEqualTo(SessionStatus.UNKNOWN);
        Futures.until("the connection is closed", () -> backend.openConnections() == 0);
    }

    @Test
    @Tag("R17")
    @Tag("N16")
    void commitUnderWayIsNeverCancelled() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        ScriptedStep commit = backend.expect("COMMIT");
        Session session = sessionAfter("UPDATE a");

        CompletableFuture<Void> committed = session.commit();
        committed.cancel(true);
        CompletableFuture<Void> cancelled = session.cancel();

        assertThat(committed).isCancelled();
        assertThat(cancelled).isNotDone();
        assertThat(backend.log()).noneMatch(event -> event.startsWith("interrupt"));
        commit.thenReply();
        await(cancelled);
        assertThat(session.status()).isEqualTo(SessionStatus.COMMITTED);
    }

    @Test
    @Tag("R17")
    void cancellingTheWorkAfterCommitHasLeftDoesNotUndoIt() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        ScriptedStep commit = backend.expect("COMMIT");
        List<String> hooks = new CopyOnWriteArrayList<>();

        CompletableFuture<?> work = connected().session(session -> {
            session.afterCommit(() -> hooks.add("committed"));
            session.afterRollback(() -> hooks.add("rolled back"));
            return run(session, "UPDATE a");
        });
        work.cancel(true);
        commit.thenReply();

        assertThat(hooks).containsExactly("committed");
    }

    @Test
    @Tag("R15")
    @Tag("N5")
    void failedBeginDestroysTheConnection() {
        backend.expect("BEGIN; UPDATE a").thenFail(Kind.OTHER, Effect.PRELUDE);

        StatementException failure =
                failure(connected().session(session -> run(session, "UPDATE a")), StatementException.class);

        assertThat(failure).hasMessageContaining("UPDATE a");
        assertThat(backend.openConnections()).isZero();
    }

    @Test
    @Tag("R15")
    void hooksDoNotRunWhenNobodyKnows() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenLoseConnection();
        List<String> hooks = new CopyOnWriteArrayList<>();

        CompletableFuture<?> work = connected().session(session -> {
            session.afterCommit(() -> hooks.add("committed"));
            session.afterRollback(() -> hooks.add("rolled back"));
            return run(session, "UPDATE a");
        });

        failure(work, CommitOutcomeUnknownException.class);
        assertThat(hooks).isEmpty();
    }
}
