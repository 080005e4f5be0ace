package io.databased.testkit;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.BlockingDatabase;
import io.databased.Database;
import io.databased.Session;
import io.databased.SessionAlreadyOpenException;
import io.databased.SessionNotOpenException;
import io.databased.SessionOptions;
import io.databased.SessionStatus;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A session is a transaction, in scope form and by hand. */
public interface SessionContract extends DatabaseContract {
    @Test
    @Tag("R5")
    @Tag("S15")
    default void commitsWhenTheWorkCompletesAndGivesItsValue(Database database) {
        String value =
                await(database.session(session -> insert(session, "Alien").thenApply(inserted -> "value")));

        assertThat(value).isEqualTo("value");
        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R5")
    @Tag("S15")
    @Tag("N23")
    default void cancelsWhenTheWorkThrowsAndPassesOnWhatItThrew(Database database) {
        IllegalStateException thrown = new IllegalStateException("of the work");

        CompletableFuture<Void> session = database.session(work -> {
            await(insert(work, "Alien"));
            throw thrown;
        });

        assertThat(failure(session, IllegalStateException.class)).isSameAs(thrown);
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R5")
    @Tag("S15")
    @Tag("N23")
    default void cancelsWhenTheStageFails(Database database) {
        IllegalStateException thrown = new IllegalStateException("of the stage");

        CompletableFuture<Object> session = database.session(
                work -> insert(work, "Alien").thenCompose(inserted -> CompletableFuture.failedFuture(thrown)));

        assertThat(failure(session, IllegalStateException.class)).isSameAs(thrown);
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R5")
    @Tag("S15")
    @Tag("N24")
    default void anErrorCancelsAsAnExceptionDoes(Database database) {
        AssertionError thrown = new AssertionError("of the work");

        CompletableFuture<Void> session = database.session(work -> {
            await(insert(work, "Alien"));
            throw thrown;
        });

        assertThat(failure(session, AssertionError.class)).isSameAs(thrown);
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R5")
    @Tag("N23")
    default void cancelsWhenTheWorkReturnsNoStage(Database database) {
        CompletableFuture<Void> session = database.session(work -> {
            await(insert(work, "Alien"));
            return null;
        });

        failure(session, RuntimeException.class);
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R5")
    default void stageOfNullIsFineResult(Database database) {
        Object value = await(
                database.<Object>session(session -> insert(session, "Alien").thenApply(inserted -> null)));

        assertThat(value).isNull();
        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R7")
    default void worksByHand(Database database) {
        Session session = database.session();
        assertThat(session.status()).isEqualTo(SessionStatus.NEW);

        assertThat(await(session.open())).isSameAs(session);
        assertThat(session.status()).isEqualTo(SessionStatus.OPEN);
        await(insert(session, "Alien"));
        await(session.commit());
        assertThat(session.status()).isEqualTo(SessionStatus.COMMITTED);
        await(session.close());

        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R7")
    @Tag("S2")
    default void openingTwiceIsRefusedAndChangesNothing(Database database) {
        Session session = await(database.session().open());

        failure(session.open(), SessionAlreadyOpenException.class);

        await(insert(session, "Alien"));
        await(session.commit());
        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R7")
    @Tag("S2")
    default void sessionOfWorkIsOpen(Database database) {
        await(database.session(session -> {
            failure(session.open(), SessionAlreadyOpenException.class);
            return insert(session, "Alien");
        }));

        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R7")
    @Tag("S3")
    default void commitBeforeOpenIsRefused(Database database) {
        failure(database.session().commit(), SessionNotOpenException.class);
    }

    @Test
    @Tag("R7")
    @Tag("S5")
    default void statementBeforeOpenIsRefused(Database database) {
        failure(insert(database.session(), "Alien"), SessionNotOpenException.class);

        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R7")
    @Tag("S4")
    default void cancelAndCloseBeforeOpenDoNothing(Database database) {
        Session session = database.session();

        await(session.cancel());
        await(session.close());
        await(session.close());

        assertThat(session.status()).isEqualTo(SessionStatus.NEW);
        await(session.open());
        await(session.close());
        await(session.close());
        assertThat(session.status()).isEqualTo(SessionStatus.CANCELLED);
    }

    @Test
    @Tag("R9")
    @Tag("S6")
    @Tag("N19")
    default void sessionIsOverAfterCommit(Database database) {
        Session session = await(database.session().open());
        await(insert(session, "Alien"));
        await(session.commit());

        failure(insert(session, "Aliens"), SessionNotOpenException.class);
        failure(session.fetchAll("SELECT 1"), SessionNotOpenException.class);
        await(session.close());
        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R7")
    @Tag("S7")
    @Tag("P14")
    @Tag("N19")
    default void secondCommitIsRefusedAndCancelAfterCommitDoesNothing(Database database) {
        Session session = await(database.session().open());
        await(insert(session, "Alien"));
        await(session.commit());

        failure(session.commit(), SessionNotOpenException.class);
        await(session.cancel());

        assertThat(session.status()).isEqualTo(SessionStatus.COMMITTED);
        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R7")
    @Tag("S8")
    @Tag("S9")
    @Tag("N19")
    default void cancelEndsTheSessionForGood(Database database) {
        Session session = await(database.session().open());
        await(insert(session, "Alien"));

        await(session.cancel());
        await(session.cancel());

        assertThat(session.status()).isEqualTo(SessionStatus.CANCELLED);
        failure(insert(session, "Aliens"), SessionNotOpenException.class);
        failure(session.commit(), SessionNotOpenException.class);
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R7")
    @Tag("S10")
    @Tag("N18")
    default void closeWithoutCommitRollsBack(Database database) {
        Session session = await(database.session().open());
        await(insert(session, "Alien"));

        await(session.close());

        assertThat(session.status()).isEqualTo(SessionStatus.CANCELLED);
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R9")
    @Tag("N20")
    default void handleOfWorkIsDeadAfterwards(Database database) {
        CompletableFuture<Session> escaped = new CompletableFuture<>();
        await(database.session(session -> {
            escaped.complete(session);
            return insert(session, "Alien");
        }));

        failure(insert(await(escaped), "Aliens"), SessionNotOpenException.class);
        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("S8")
    default void workMayCancelItsOwnSession(Database database) {
        await(database.session(work -> insert(work, "Alien").thenCompose(inserted -> work.cancel())));

        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("S6")
    default void workMayCommitItsOwnSession(Database database) {
        await(database.session(work -> insert(work, "Alien").thenCompose(inserted -> work.commit())));

        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R5")
    default void afterCommitHooksRunInOrderBeforeTheFutureCompletes(Database database) {
        List<String> ran = new CopyOnWriteArrayList<>();

        await(database.session(session -> {
            session.afterCommit(() -> ran.add("first"));
            session.afterCommit(() -> ran.add("second"));
            session.afterRollback(() -> ran.add("never"));
            return insert(session, "Alien");
        }));

        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    @Tag("R5")
    default void afterRollbackHooksRunWhenTheWorkFails(Database database) {
        List<String> ran = new CopyOnWriteArrayList<>();

        CompletableFuture<Void> session = database.session(work -> {
            work.afterCommit(() -> ran.add("never"));
            work.afterRollback(() -> ran.add("rolled back"));
            return insert(work, "Alien").thenCompose(i -> CompletableFuture.failedFuture(new IllegalStateException()));
        });

        failure(session, IllegalStateException.class);
        assertThat(ran).containsExactly("rolled back");
    }

    @Test
    @Tag("R5")
    default void failingHookChangesNothing(Database database) {
        await(database.session(session -> {
            session.afterCommit(() -> {
                throw new IllegalStateException("of the hook");
            });
            return insert(session, "Alien");
        }));

        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R7")
    default void errorsNameTheSession(Database database) {
        Session session = database.session(SessionOptions.named("checkout"));

        assertThat(session.name()).isEqualTo("checkout");
        assertThat(failure(session.commit(), SessionNotOpenException.class)).hasMessageContaining("checkout");
    }

    @Test
    @Tag("R5")
    default void blockingSessionCommitsWhatReturnsAndCancelsWhatThrows(Database database) {
        BlockingDatabase blocking = database.blocking();
        IllegalStateException thrown = new IllegalStateException("of the work");

        long affected = blocking.session(session ->
                session.execute("INSERT INTO movies (title) VALUES ('Alien')").affectedRows());
        assertThatThrownBy(() -> blocking.session(session -> {
                    session.execute("INSERT INTO movies (title) VALUES ('Aliens')");
                    throw thrown;
                }))
                .isSameAs(thrown);

        assertThat(affected).isEqualTo(1);
        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R5")
    default void forceRollbackOfOneSessionUndoesWhatItCommits(Database database) {
        await(database.session(
                SessionOptions.defaults().withForceRollback(),
                session -> insert(session, "Alien").thenCompose(i -> insert(session, "Aliens"))));

        assertThat(titles(database)).isEmpty();
    }
}
