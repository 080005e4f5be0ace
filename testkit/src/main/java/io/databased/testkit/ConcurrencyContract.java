package io.databased.testkit;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.ManyThreads.all;
import static io.databased.testkit.ManyThreads.onThreads;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many callers at once. */
public interface ConcurrencyContract extends DatabaseContract {
    @Test
    @Tag("R8")
    default void statementsOfSessionRunInTheOrderOfTheCalls(Database database) {
        List<String> expected =
                IntStream.range(0, 100).mapToObj(i -> "movie " + i).toList();

        await(database.session(session ->
                all(expected.stream().map(title -> insert(session, title)).toList())));

        assertThat(titles(database)).containsExactlyElementsOf(expected);
    }

    @Test
    @Tag("R8")
    default void answersBelongToTheirStatements(Database database) {
        await(database.session(session -> {
            List<CompletableFuture<?>> checked = new ArrayList<>();
            for (int i = 1; i <= 50; i++) {
                int rows = i;
                checked.add(session.fetchAll(numbers(rows))
                        .thenAccept(answer -> assertThat(answer).hasSize(rows)));
            }
            return all(checked);
        }));
    }

    @Test
    @Tag("R8")
    @Tag("N21")
    default void sessionMayBeUsedFromManyThreads(Database database) {
        Session session = await(database.session().open());

        onThreads(thread -> all(IntStream.range(0, 20)
                .mapToObj(i -> insert(session, thread + "/" + i))
                .toList()));
        await(session.commit());

        assertThat(titles(database)).hasSize(160);
    }

    @Test
    @Tag("D11")
    default void manySessionsAtOnceAllCommit(Database database) {
        onThreads(thread -> all(IntStream.range(0, 10)
                .mapToObj(i -> database.session(session -> insert(session, thread + "/" + i)
                        .thenCompose(j -> insert(session, thread + "/" + i + "/again"))))
                .toList()));

        assertThat(titles(database)).hasSize(160);
    }

    @Test
    @Tag("D11")
    default void oneShotsAtOnceAllSucceed(Database database) {
        onThreads(thread -> all(IntStream.range(0, 25)
                .mapToObj(i -> insert(database, thread + "/" + i))
                .toList()));

        assertThat(titles(database)).hasSize(200);
    }

    @Test
    @Tag("R32")
    default void blockingCallersOnManyThreads(Database database) {
        onThreads(thread -> {
            database.blocking().session(session -> {
                session.execute("INSERT INTO movies (title) VALUES (?)", List.of("thread " + thread));
                return session.execute("INSERT INTO movies (title) VALUES (?)", List.of("again " + thread));
            });
            return CompletableFuture.completedFuture(null);
        });

        assertThat(titles(database)).hasSize(16);
    }

    @Test
    @Tag("R31")
    @Tag("P19")
    default void blockingInsideCallbackDoesNotDeadlock(Database database) {
        // Callbacks run on the database's executor, where waiting is allowed.
        CompletableFuture<Long> count = database.fetchAll("SELECT 1")
                .thenApply(rows -> insert(database, "Alien").join().affectedRows());

        assertThat(await(count)).isEqualTo(1);
    }

    /** It waits without a word to this library, and others get their answers meanwhile. */
    @Test
    @Tag("R31")
    default void callbackThatWaitsStopsNobody(Database database) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                String title = "Alien " + i;
                waiting.add(ManyThreads.inCallback(database, end::join));
                await(database.session(
                        session -> insert(session, title).thenCompose(first -> insert(session, title + " again"))));
            }
            assertThat(titles(database)).hasSize(6);
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
        } finally {
            end.complete(null);
        }

        await(all(waiting));
    }

    @Test
    @Tag("R31")
    default void callbackThatComputesIsOvertaken(Database database) {
        AtomicBoolean end = new AtomicBoolean();
        CompletableFuture<?> computing = ManyThreads.inCallback(database, () -> {
            while (!end.get()) {
                Thread.onSpinWait();
            }
        });
        try {
            await(database.session(
                    session -> insert(session, "Alien").thenCompose(first -> insert(session, "Aliens"))));
            assertThat(computing).isNotDone();
        } finally {
            end.set(true);
        }

        await(computing);
    }
}
