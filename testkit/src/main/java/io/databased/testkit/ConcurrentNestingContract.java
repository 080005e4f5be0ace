package io.databased.testkit;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.ManyThreads.all;
import static io.databased.testkit.ManyThreads.onThreads;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Child sessions of many callers at once. */
public interface ConcurrentNestingContract extends DatabaseContract {
    @Test
    @Tag("D11")
    default void manySessionsWithChildrenAtOnceAllCommit(Database database) {
        onThreads(thread -> all(IntStream.range(0, 10)
                .mapToObj(i -> database.session(session -> insert(session, thread + "/" + i)
                        .thenCompose(j -> session.transaction(child -> insert(child, thread + "/" + i + "/child")))))
                .toList()));

        assertThat(titles(database)).hasSize(160);
    }

    @Test
    @Tag("R31")
    default void callbackOfSessionMayWaitForTheSameSession(Database database) {
        await(database.session(session -> insert(session, "Alien")
                .thenApply(first -> insert(session, "Aliens").join())
                .thenApply(second -> session.blocking()
                        .transaction(
                                child -> child.execute("INSERT INTO movies (title) VALUES (?)", List.of("Alien 3"))))));

        assertThat(titles(database)).containsExactly("Alien", "Aliens", "Alien 3");
    }

    @Test
    @Tag("R32")
    default void siblingsFromManyThreadsTakeTurns(Database database) {
        Session parent = await(database.session().open());

        onThreads(thread -> all(IntStream.range(0, 5)
                .mapToObj(i -> parent.transaction(child -> insert(child, thread + "/" + i)))
                .toList()));
        await(parent.commit());

        assertThat(titles(database)).hasSize(40);
    }

    @Test
    @Tag("R32")
    default void blockingCallersNestOnManyThreads(Database database) {
        onThreads(thread -> {
            database.blocking().session(session -> {
                session.execute("INSERT INTO movies (title) VALUES (?)", List.of("thread " + thread));
                return session.transaction(
                        child -> child.execute("INSERT INTO movies (title) VALUES (?)", List.of("child of " + thread)));
            });
            return CompletableFuture.completedFuture(null);
        });

        assertThat(titles(database)).hasSize(16);
    }
}
