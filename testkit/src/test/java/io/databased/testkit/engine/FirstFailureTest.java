package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Session;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException.Effect;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The first failure is the answer; what fails while cleaning up never takes its place. */
final class FirstFailureTest extends ScriptedTest {
    private final IllegalStateException thrown = new IllegalStateException("of the work");

    private CompletableFuture<Object> workThatFails(Database database) {
        return database.session(
                session -> run(session, "UPDATE a").thenCompose(a -> CompletableFuture.failedFuture(thrown)));
    }

    @Test
    @Tag("R5")
    @Tag("S16")
    @Tag("R24")
    @Tag("N25")
    void failedRollbackNeitherMasksTheCauseNorLeaksTheConnection() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("ROLLBACK").thenFail(Kind.OTHER, Effect.STATEMENT);
        Database database = connected();

        assertThat(failure(workThatFails(database), IllegalStateException.class))
                .isSameAs(thrown);

        assertThat(backend.openConnections()).isZero();
        assertThat(database.stats().connections().leased()).isZero();
    }

    @Test
    @Tag("R5")
    @Tag("S16")
    @Tag("N25")
    void lossOfConnectionWhileRollingBackDoesNotMaskTheCause() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("ROLLBACK").thenLoseConnection();

        assertThat(failure(workThatFails(connected()), IllegalStateException.class))
                .isSameAs(thrown);
    }

    @Test
    @Tag("S16")
    void failedCommitEndsTheSessionAndGivesTheConnectionBack() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenFail(Kind.CHECK, Effect.TRANSACTION_ENDED);
        Database database = connected();

        failure(database.session(session -> run(session, "UPDATE a")), StatementException.class);

        assertThat(database.stats().connections().leased()).isZero();
    }

    @Test
    @Tag("R5")
    @Tag("N24")
    void errorThrownByTheWorkIsTreatedAlike() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("ROLLBACK").thenReply();
        StackOverflowError error = new StackOverflowError("of the work");

        CompletableFuture<Void> work = connected().session(session -> {
            run(session, "UPDATE a");
            throw error;
        });

        assertThat(failure(work, StackOverflowError.class)).isSameAs(error);
    }

    @Test
    @Tag("R5")
    @Tag("N23")
    void missingStageCancelsAndSaysWhatToReturn() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("ROLLBACK").thenReply();

        CompletableFuture<Void> work = connected().session(session -> {
            run(session, "UPDATE a");
            return null;
        });

        assertThat(failure(work, NullPointerException.class)).hasMessageContaining("stage");
    }

    @Test
    @Tag("R14")
    void failedChildThatIsNotCaughtFailsItsParentsWithItsCause() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("SAVEPOINT databased_1; UPDATE b").thenFail(Kind.UNIQUE, Effect.STATEMENT);
        backend.expect("ROLLBACK TO databased_1; RELEASE databased_1").thenReply();
        backend.expect("ROLLBACK").thenReply();

        CompletableFuture<?> work = connected()
                .session(session -> run(session, "UPDATE a")
                        .thenCompose(a -> session.transaction(child -> run(child, "UPDATE b"))));

        assertThat(failure(work, StatementException.class).kind()).isEqualTo(Kind.UNIQUE);
    }

    @Test
    @Tag("R24")
    @Tag("N5")
    void failedRollbackToSavepointFailsTheParent() {
        backend.expect("BEGIN; SAVEPOINT databased_1; UPDATE a").thenReply();
        backend.expect("ROLLBACK TO databased_1; RELEASE databased_1").thenFail(Kind.OTHER, Effect.STATEMENT);
        Session root = await(connected().session().open());
        Session child = await(root.transaction().open());
        await(run(child, "UPDATE a"));

        await(child.cancel());

        failure(run(root, "UPDATE b"), RuntimeException.class);
        await(root.cancel());
        assertThat(backend.openConnections()).isZero();
    }

    @Test
    @Tag("R5")
    void hooksRunInTheOrderOfRegistrationChildrenIncluded() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("SAVEPOINT databased_1; UPDATE b").thenReply();
        backend.expect("COMMIT").thenReply();
        List<String> ran = new CopyOnWriteArrayList<>();

        await(connected().session(session -> {
            session.afterCommit(() -> ran.add("first"));
            return run(session, "UPDATE a")
                    .thenCompose(a -> session.transaction(child -> {
                                child.afterCommit(() -> ran.add("of the child"));
                                return run(child, "UPDATE b");
                            })
                            .thenRun(() -> session.afterCommit(() -> ran.add("last"))));
        }));

        assertThat(ran).containsExactly("first", "of the child", "last");
    }
}
