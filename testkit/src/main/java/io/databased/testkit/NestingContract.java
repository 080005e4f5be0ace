package io.databased.testkit;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.AcquireTimeoutException;
import io.databased.ChildSessionOpenException;
import io.databased.Database;
import io.databased.Session;
import io.databased.SessionFailedException;
import io.databased.SessionNotOpenException;
import io.databased.SessionOptions;
import io.databased.SessionStatus;
import io.databased.StatementException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A child session is a savepoint; what fails in it leaves its parent healthy. */
public interface NestingContract extends DatabaseContract {
    @Test
    @Tag("R10")
    @Tag("S14")
    default void committedChildIsVisibleInItsParentAndCommitsWithIt(Database database) {
        await(database.session(parent -> parent.transaction(child -> insert(child, "Alien"))
                .thenRun(() -> assertThat(titles(parent)).containsExactly("Alien"))
                .thenCompose(seen -> insert(parent, "Aliens"))));

        assertThat(titles(database)).containsExactly("Alien", "Aliens");
    }

    @Test
    @Tag("R10")
    default void committedChildDiesWithItsParent(Database database) {
        Session parent = await(database.session().open());
        await(parent.transaction(child -> insert(child, "Alien")));

        await(parent.cancel());

        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R10")
    @Tag("R14")
    @Tag("S18")
    @Tag("N9")
    default void failedChildLeavesItsParentUsableAndItsEarlierWork(Database database) {
        IllegalStateException thrown = new IllegalStateException("of the child");
        await(database.session(parent -> {
            await(insert(parent, "Alien"));
            CompletableFuture<Void> child = parent.transaction(work -> {
                await(insert(work, "Aliens"));
                throw thrown;
            });
            assertThat(failure(child, IllegalStateException.class)).isSameAs(thrown);
            return insert(parent, "Alien 3");
        }));

        assertThat(titles(database)).containsExactly("Alien", "Alien 3");
    }

    @Test
    @Tag("R14")
    @Tag("S18")
    default void failedStatementOfChildIsUndoneWithTheChildAlone(Database database) {
        await(database.session(parent -> {
            await(insert(parent, "Alien"));
            failure(
                    parent.transaction(child -> insert(child, "Aliens").thenCompose(i -> insert(child, "Alien"))),
                    StatementException.class);
            return insert(parent, "Alien 3");
        }));

        assertThat(titles(database)).containsExactly("Alien", "Alien 3");
    }

    @Test
    @Tag("R10")
    @Tag("S17")
    default void nestsToAnyDepth(Database database) {
        await(database.session(session -> nest(session, 40)));

        assertThat(titles(database)).hasSize(40).startsWith("depth 40").endsWith("depth 1");
    }

    private CompletionStage<?> nest(Session session, int depth) {
        CompletionStage<?> inserted = insert(session, "depth " + depth);
        return depth == 1
                ? inserted.thenApply(done -> true)
                : inserted.thenCompose(done ->
                        session.transaction(child -> nest(child, depth - 1).thenApply(x -> x)));
    }

    @Test
    @Tag("R10")
    default void middleOfThreeLevelsTakesTheInnermostWithIt(Database database) {
        await(database.session(outer -> {
            await(insert(outer, "outer"));
            failure(
                    outer.transaction(middle -> insert(middle, "middle")
                            .thenCompose(i -> middle.transaction(inner -> insert(inner, "inner")))
                            .thenCompose(i -> CompletableFuture.failedFuture(new IllegalStateException()))),
                    IllegalStateException.class);
            return CompletableFuture.completedFuture(null);
        }));

        assertThat(titles(database)).containsExactly("outer");
    }

    @Test
    @Tag("S17")
    default void childIsMadeAtOnceAndOpensLater(Database database) {
        await(database.session(parent -> {
            Session child = parent.transaction();
            assertThat(child.status()).isEqualTo(SessionStatus.NEW);
            assertThat(child.parent()).contains(parent);
            assertThat(parent.parent()).isEmpty();
            return child.open()
                    .thenCompose(open -> insert(child, "Alien"))
                    .thenCompose(i -> child.commit())
                    .thenCompose(committed -> child.close());
        }));

        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R11")
    @Tag("S19")
    @Tag("N22")
    default void statementOnParentOfOpenChildIsRefusedAndNamesBoth(Database database) {
        Session parent = await(database.session(SessionOptions.named("ripley")).open());
        Session child = await(parent.transaction(SessionOptions.named("newt")).open());

        assertThat(failure(insert(parent, "Alien"), ChildSessionOpenException.class))
                .hasMessageContaining("ripley")
                .hasMessageContaining("newt");

        await(insert(child, "Aliens"));
        await(child.commit());
        await(insert(parent, "Alien 3"));
        await(parent.commit());
        assertThat(titles(database)).containsExactly("Aliens", "Alien 3");
    }

    @Test
    @Tag("R12")
    @Tag("S20")
    @Tag("N22")
    default void secondChildWaitsForItsTurn(Database database) {
        Session parent = await(database.session().open());
        Session first = await(parent.transaction().open());
        CompletableFuture<?> second = parent.transaction(child -> insert(child, "second"));

        await(insert(first, "first"));
        assertThat(second).isNotDone();
        await(first.commit());
        await(second);
        await(parent.commit());

        assertThat(titles(database)).containsExactly("first", "second");
    }

    @Test
    @Tag("R12")
    default void childWaitsForItsTurnAsLongAsItsOwnOptionsSay(Database database) {
        SessionOptions hasty = SessionOptions.defaults().withAcquireTimeout(Duration.ofMillis(50));
        Session parent = await(database.session().open());
        Session first = await(parent.transaction().open());

        assertThat(failure(parent.transaction(hasty).open(), AcquireTimeoutException.class)
                        .timeout())
                .isEqualTo(Duration.ofMillis(50));

        await(first.commit());
        await(parent.commit());
    }

    @Test
    @Tag("R12")
    default void childWaitsForItsTurnAsLongAsItsParentsOptionsSay(Database database) {
        SessionOptions hasty = SessionOptions.defaults().withAcquireTimeout(Duration.ofMillis(50));
        Session parent = await(database.session(hasty).open());
        Session first = await(parent.transaction().open());

        assertThat(failure(parent.transaction().open(), AcquireTimeoutException.class)
                        .timeout())
                .isEqualTo(Duration.ofMillis(50));

        await(first.commit());
        await(parent.commit());
    }

    /** The second child waits for its turn, and its work is run by the thread that ended the first. */
    @Test
    @Tag("R11")
    default void refusalNamesTheLineThatOpenedTheChildWhoeverRunsItsWork(Database database) {
        CompletableFuture<?> misused = database.session(session -> {
            session.transaction(first -> insert(first, "Alien"));
            return session.transaction(second -> second.transaction(child -> insert(second, "Aliens")));
        });

        assertThat(failure(misused, ChildSessionOpenException.class))
                .hasMessageContaining("opened at NestingContract.lambda");
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R13")
    @Tag("S20")
    @Tag("N22")
    default void committingParentOfOpenChildIsRefusedAndChangesNothing(Database database) {
        Session parent = await(database.session().open());
        Session child = await(parent.transaction().open());
        await(insert(child, "Alien"));

        failure(parent.commit(), ChildSessionOpenException.class);

        assertThat(parent.status()).isEqualTo(SessionStatus.OPEN);
        await(child.commit());
        await(parent.commit());
        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R13")
    @Tag("S20")
    default void cancellingParentEndsItsChildren(Database database) {
        Session parent = await(database.session().open());
        Session child = await(parent.transaction().open());
        Session grandchild = await(child.transaction().open());
        await(insert(grandchild, "Alien"));

        await(parent.cancel());

        assertThat(List.of(child.status(), grandchild.status())).containsOnly(SessionStatus.CANCELLED);
        failure(insert(grandchild, "Aliens"), SessionNotOpenException.class);
        await(child.cancel());
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R9")
    @Tag("S11")
    default void closedChildIsOverAndCannotBeOpenedAgain(Database database) {
        await(database.session(parent -> {
            Session child = await(parent.transaction().open());
            await(insert(child, "Alien"));
            await(child.close());

            assertThat(child.status()).isEqualTo(SessionStatus.CANCELLED);
            failure(insert(child, "Aliens"), SessionNotOpenException.class);
            assertThat(failure(child.open(), RuntimeException.class)).isNotNull();
            return insert(parent, "Alien 3");
        }));

        assertThat(titles(database)).containsExactly("Alien 3");
    }

    @Test
    @Tag("R10")
    default void cancelledChildCanBeFollowedByAnother(Database database) {
        await(database.session(parent -> {
            for (int i = 0; i < 5; i++) {
                Session child = await(parent.transaction().open());
                await(insert(child, "child " + i));
                await(i % 2 == 0 ? child.cancel() : child.commit());
            }
            return insert(parent, "last");
        }));

        assertThat(titles(database)).containsExactly("child 1", "child 3", "last");
    }

    @Test
    @Tag("R10")
    default void hooksOfChildFollowTheFateOfTheOutermostSession(Database database) {
        List<String> ran = new CopyOnWriteArrayList<>();
        Session parent = await(database.session().open());
        await(parent.transaction(child -> {
            child.afterCommit(() -> ran.add("kept"));
            return insert(child, "Alien");
        }));
        failure(
                parent.transaction(child -> {
                    child.afterCommit(() -> ran.add("never"));
                    child.afterRollback(() -> ran.add("undone"));
                    return CompletableFuture.failedFuture(new IllegalStateException());
                }),
                IllegalStateException.class);
        assertThat(ran).doesNotContain("kept");

        await(parent.commit());

        assertThat(ran).containsExactlyInAnyOrder("undone", "kept");
    }

    @Test
    @Tag("R10")
    default void optionsOfTheOutermostSessionAreRefusedOnChildren(Database database) {
        await(database.session(parent -> {
            SessionOptions options = SessionOptions.defaults().withReadOnly();
            assertThatThrownBy(() -> await(parent.transaction(options, child -> insert(child, "Alien"))))
                    .isInstanceOf(RuntimeException.class);
            return insert(parent, "Aliens");
        }));

        assertThat(titles(database)).containsExactly("Aliens");
    }

    @Test
    @Tag("R10")
    default void blockingChildrenNest(Database database) {
        database.blocking()
                .session(parent -> parent.transaction(child ->
                        child.transaction(inner -> inner.execute("INSERT INTO movies (title) VALUES ('Alien')"))));

        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R19")
    default void cancellingTheFutureOfChildLeavesItsParentHealthy(Database database) {
        Session parent = await(database.session().open());
        await(insert(parent, "Alien"));
        CompletableFuture<Void> never = new CompletableFuture<>();
        CompletableFuture<?> child =
                parent.transaction(work -> insert(work, "Aliens").thenCompose(i -> never));

        child.cancel(true);

        Session next = await(parent.transaction().open());
        await(insert(next, "Alien 3"));
        await(next.commit());
        await(parent.commit());
        assertThat(titles(database)).containsExactly("Alien", "Alien 3");
    }

    @Test
    @Tag("R14")
    default void failedSessionHasNoMoreChildren(Database database) {
        Session session = await(database.session().open());
        failure(session.execute("SELECT 1 FROM nowhere"), StatementException.class);

        failure(session.transaction().open(), SessionFailedException.class);

        await(session.close());
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R7")
    @Tag("S5")
    default void childOfSessionThatIsNotOpenIsRefused(Database database) {
        failure(database.session().transaction().open(), SessionNotOpenException.class);
        await(database.session(parent -> {
            failure(insert(parent.transaction(), "Alien"), SessionNotOpenException.class);
            return parent.fetchAll("SELECT 1");
        }));
        Session over = await(database.session().open());
        await(over.commit());

        failure(over.transaction().open(), SessionNotOpenException.class);
        assertThat(titles(database)).isEmpty();
    }

    @Test
    default void observerIsToldOfChildrenAndWhoseTheyAre() {
        ObserverLog log = new ObserverLog();
        try (Database database = open(underTest().observer(log))) {
            await(database.session(
                    SessionOptions.named("outer"),
                    outer -> outer.transaction(SessionOptions.named("inner"), inner -> insert(inner, "Alien"))
                            .thenCompose(done -> outer.transaction(
                                            SessionOptions.named("undone"), undone -> insert(undone, "Alien"))
                                    .exceptionally(refused -> null))));

            assertThat(log.of("session inner")).containsExactly("asked", "ended COMMITTED");
            assertThat(log.of("session undone"))
                    .containsExactly("asked", "sent", "failed UNIQUE StatementException", "ended FAILED");
            assertThat(log.of("session outer")).containsExactly("asked", "waited", "sent", "ended COMMITTED");
            assertThat(log.sessions())
                    .extracting(session ->
                            session.parent().map(parent -> parent.name()).orElse("none"))
                    .containsExactly("none", "outer", "outer");
            assertThat(log.statements())
                    .filteredOn(statement -> statement.summary().equals("INSERT movies"))
                    .extracting(statement -> statement.session().orElseThrow().name())
                    .containsExactly("inner", "undone");
        }
    }
}
