package io.databased.testkit;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many callers at once. */
public interface ConcurrencyContract extends DatabaseContract {
    /** Runs the work on eight threads at once, and waits for what it starts. */
    private void onThreads(IntFunction<CompletableFuture<?>> work) {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> started = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int thread = i;
                started.add(threads.submit(() -> await(work.apply(thread))));
            }
            for (Future<?> thread : started) {
                thread.get(Futures.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("a thread failed", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static CompletableFuture<Void> all(List<? extends CompletableFuture<?>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }

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
                        .thenCompose(j -> session.transaction(child -> insert(child, thread + "/" + i + "/child")))))
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
    default void blockingCallersOnManyThreads(Database database) {
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

    @Test
    @Tag("R31")
    default void blockingInsideCallbackDoesNotDeadlock(Database database) {
        // Callbacks run on the database's executor, where waiting is allowed.
        CompletableFuture<Long> count = database.fetchAll("SELECT 1")
                .thenApply(rows -> insert(database, "Alien").join().affectedRows());

        assertThat(await(count)).isEqualTo(1);
    }
}
