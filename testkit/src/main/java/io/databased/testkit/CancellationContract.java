package io.databased.testkit;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Query;
import io.databased.Queryable;
import io.databased.Row;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cancelling futures, and deadlines. Each test ends with proof that the database is as good as before. */
public interface CancellationContract extends DatabaseContract {
    private CompletableFuture<?> slow(Queryable on) {
        return on.fetchAll(sql(slowQuery()));
    }

    @Test
    @Tag("R19")
    @Tag("N16")
    default void cancelledStatementReleasesItsCallerAtOnceAndStopsInTheDatabase(Database database) {
        CompletableFuture<?> slow = slow(database);

        assertThat(slow.cancel(true)).isTrue();

        assertThat(slow).isCancelled();
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R19")
    default void timeoutOfFutureIsCancel(Database database) {
        CompletableFuture<?> slow = slow(database).orTimeout(50, TimeUnit.MILLISECONDS);

        failure(slow, TimeoutException.class);
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R19")
    default void cancelledStatementLeavesItsSessionOnlyCancel(Database database) {
        Session session = await(database.session().open());
        await(insert(session, "Alien"));
        CompletableFuture<?> slow = slow(session);

        slow.cancel(true);
        await(session.cancel());

        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R19")
    @Tag("N16")
    default void statementCancelledWhileQueuedIsNeverSent(Database database) {
        Session session = await(database.session().open());
        CompletableFuture<?> slow = slow(session);
        CompletableFuture<?> queued = insert(session, "Alien");

        assertThat(queued.cancel(true)).isTrue();
        slow.cancel(true);
        await(session.close());

        assertThat(queued).isCancelled();
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R19")
    default void queuedStatementsThatAreCancelledDoNotHarmTheirSession(Database database) {
        await(database.session(session -> {
                    CompletableFuture<?> first = insert(session, "Alien");
                    CompletableFuture<?> behind = session.fetchAll(numbers(10));
                    behind.cancel(true);
                    await(first);
                    return CompletableFuture.completedFuture(null);
                })
                .handle((value, failure) -> true));

        // Whether the cancel came before the statement was sent is a matter of luck; the session is all or nothing.
        assertThat(titles(database)).hasSizeLessThan(2);
        assertThat(await(database.session(session -> insert(session, "Aliens"))).affectedRows())
                .isEqualTo(1);
    }

    @Test
    @Tag("R19")
    default void cancellingTheFutureOfWorkCancelsTheSession(Database database) {
        CompletableFuture<Session> seen = new CompletableFuture<>();
        CompletableFuture<?> work =
                database.session(session -> insert(session, "Alien").thenCompose(inserted -> {
                    CompletableFuture<?> rows = slow(session);
                    seen.complete(session);
                    return rows;
                }));
        // Not before: SQLite would roll back all that an interrupted INSERT is part of, even in force-rollback.
        Session session = await(seen);

        work.cancel(true);

        assertThat(work).isCancelled();
        Futures.until("the session has ended", () -> session.status().ended());
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R17")
    @Tag("N16")
    default void cancellingTheFutureOfCommitOnlyStopsWaiting(Database database) {
        Session session = await(database.session().open());
        await(insert(session, "Alien"));

        session.commit().cancel(true);

        Futures.until("the session has ended", () -> session.status().ended());
        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R20")
    @Tag("N8")
    default void statementTimeoutStopsTheStatement(Database database) {
        SessionOptions options = SessionOptions.defaults().withStatementTimeout(Duration.ofMillis(100));

        StatementException failure = failure(
                database.session(options, session -> slow(session).thenApply(rows -> 1)), StatementException.class);

        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R20")
    @Tag("N8")
    default void timeoutOfOneQueryStopsThatAlone(Database database) {
        Query<Row> hurried = sql(slowQuery()).within(Duration.ofMillis(100));
        await(insert(database, "Alien"));

        for (CompletableFuture<?> told : List.of(
                database.fetchAll(hurried),
                database.forEach(hurried, row -> {}),
                database.session(session -> session.fetchAll(hurried)),
                database.session(session -> session.forEach(hurried, row -> {})))) {
            assertThat(failure(told, StatementException.class).kind()).isEqualTo(Kind.TIMEOUT);
        }
        assertThatExceptionOfType(StatementException.class)
                .isThrownBy(() -> database.blocking().fetchAll(hurried))
                .matches(failure -> failure.kind() == Kind.TIMEOUT);

        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R20")
    default void queryWithLongerTimeoutThanItsSessionHasItsTime(Database database) {
        SessionOptions hurried = SessionOptions.defaults().withStatementTimeout(Duration.ofNanos(1));
        Query<Row> patient = sql(numbers(500)).within(Duration.ofMinutes(1));

        List<Row> rows = await(database.session(hurried, session -> session.fetchAll(patient)));

        assertThat(rows).hasSize(500);
    }

    @Test
    @Tag("R20")
    default void statementsWithinTheirTimeoutAreNotHarmed(Database database) {
        SessionOptions options = SessionOptions.defaults().withStatementTimeout(Duration.ofSeconds(30));

        await(database.session(
                options, session -> insert(session, "Alien").thenCompose(i -> insert(session, "Aliens"))));

        assertThat(titles(database)).containsExactly("Alien", "Aliens");
    }

    @Test
    @Tag("R19")
    @Tag("N26")
    default void interruptOfBlockedCallerIsCancelAndKeepsTheFlag(Database database) throws InterruptedException {
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                database.blocking().fetchAll(slowQuery());
                outcome.complete(new AssertionError("the query ended"));
            } catch (Throwable e) {
                flag.complete(Thread.currentThread().isInterrupted());
                outcome.complete(e);
            }
        });
        caller.setDaemon(true);
        caller.start();
        Futures.until(
                "the query is asked for", () -> isInside(caller, "io.databased.internal.statement.BlockingRunner"));

        caller.interrupt();

        assertThat(await(outcome)).isInstanceOf(CancellationException.class);
        assertThat(await(flag)).isTrue();
        caller.join(Futures.DEADLINE.toMillis());
        assertThat(titles(database)).isEmpty();
    }

    private static boolean isInside(Thread thread, String type) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(type));
    }

    @Test
    @Tag("R19")
    @Tag("N16")
    default void cancelAfterTheFactDoesNothing(Database database) {
        CompletableFuture<?> inserted = insert(database, "Alien");
        await(inserted);

        assertThat(inserted.cancel(true)).isFalse();
        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R19")
    default void manyCancelsAtRandomMomentsHurtNobodyElse(Database database) {
        for (int i = 0; i < 200; i++) {
            CompletableFuture<?> victim = database.fetchAll(numbers(1 + i * 10));
            CompletableFuture<?> bystander = insert(database, "bystander " + i);
            victim.cancel(true);
            await(bystander);
        }

        assertThat(titles(database)).hasSize(200);
    }

    /** On one connection, so that what comes too late would meet the next session. */
    @Test
    @Tag("R19")
    @Tag("N17")
    default void signalsToStopNeverMeetTheNextSession() {
        long seed = Long.getLong("databased.seed", System.nanoTime());
        Random random = new Random(seed);
        try (Database database =
                builder().pool(PoolOptions.builder().maxSize(1).build()).build()) {
            await(database.connect());
            for (int round = 0; round < 150; round++) {
                giveUp(database, random);
                CompletableFuture<Integer> innocent = database.session(session -> session.fetchAll(numbers(3_000))
                        .thenCompose(rows -> session.fetchAll(numbers(3_000)))
                        .thenApply(List::size));
                assertThat(await(innocent)).as("seed %d, round %d", seed, round).isEqualTo(3_000);
            }
        }
    }

    /** Several statements of one session, given up at a random moment: the slow one by its future, both, or all by the close. */
    private void giveUp(Database database, Random random) {
        Session session = await(database.session().open());
        List<CompletableFuture<?>> underWay =
                List.of(slow(session), session.fetchAll(numbers(10)), session.fetchAll(numbers(20)));
        long moment = System.nanoTime() + random.nextInt(4_000_000);
        while (System.nanoTime() < moment) {
            Thread.onSpinWait();
        }
        int cancelled = random.nextInt(3);
        for (int i = 0; i < cancelled; i++) {
            underWay.get(random.nextBoolean() ? i : cancelled - 1 - i).cancel(true);
        }
        await(session.close());
    }
}
