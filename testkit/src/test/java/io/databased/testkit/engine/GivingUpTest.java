package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.NotConnectedException;
import io.databased.PoolOptions;
import io.databased.RetryPolicy;
import io.databased.Session;
import io.databased.SessionNotOpenException;
import io.databased.SessionOptions;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.StreamOpenException;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.Futures;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was given up does not happen, keeps nothing, and is told as it was. */
final class GivingUpTest extends ScriptedTest {
    private static final Duration LONG = Duration.ofHours(1);
    private final AtomicInteger runs = new AtomicInteger();

    private DatabaseBuilder ofOneConnection() {
        return backend.builder().pool(PoolOptions.builder().maxSize(1).build());
    }

    private CompletableFuture<?> workThatPauses(Database database) {
        backend.expect("BEGIN; UPDATE a").thenFail(Kind.SERIALIZATION, Effect.TRANSACTION_ENDED);
        return database.session(SessionOptions.defaults().withRetry(new RetryPolicy(2, LONG, LONG)), session -> {
            runs.incrementAndGet();
            return run(session, "UPDATE a");
        });
    }

    @Test
    @Tag("R4")
    void workThatPausesHearsOfTheDisconnect() {
        Database database = connected();
        CompletableFuture<?> work = workThatPauses(database);

        await(database.disconnect());

        failure(work, NotConnectedException.class);
        assertThat(runs).hasValue(1);
    }

    @Test
    @Tag("R19")
    void sessionWhoseOpeningWasGivenUpHoldsNothing() {
        Database database = connected(ofOneConnection());
        for (int i = 0; i < 50; i++) {
            Session session = database.session();
            AtomicReference<@Nullable CompletableFuture<Session>> future = new AtomicReference<>();
            future.set(session.open());

            boolean cancelled = Objects.requireNonNull(future.get()).cancel(true);

            if (!cancelled) {
                await(session.close());
            }
        }
        Futures.until(
                "nobody holds the connection",
                () -> database.stats().connections().leased() == 0);
    }

    @Test
    @Tag("R19")
    void sessionThatWasOpenedWhileItsUserWasNotToldIsRolledBackWhenTheUserGivesItUp() {
        DatabaseBuilder late = DatabaseBuilder.of(io.databased.DatabaseUrl.parse("testkit:///late"), backend)
                .pool(PoolOptions.builder().maxSize(1).build());
        java.util.Queue<Runnable> callbacks = new java.util.concurrent.ConcurrentLinkedQueue<>();
        Database database = late.completionExecutor(callbacks::add).build();
        CompletableFuture<Database> connecting = database.connect();
        while (!connecting.isDone()) {
            Runnable next = callbacks.poll();
            if (next != null) {
                next.run();
            }
        }
        Session session = database.session();
        CompletableFuture<Session> opening = session.open();
        assertThat(database.stats().connections().leased()).isEqualTo(1);

        assertThat(opening.cancel(true)).isTrue();

        assertThat(database.stats().connections().leased()).isZero();
        CompletableFuture<Void> down = database.disconnect();
        while (!down.isDone()) {
            Runnable next = callbacks.poll();
            if (next != null) {
                next.run();
            }
        }
    }

    @Test
    @Tag("R4")
    @Tag("R9")
    void sessionThatADisconnectHasEndedTellsWhyItIsOver() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        Database database = connected(backend.builder()
                .pool(PoolOptions.builder().disconnectGrace(Duration.ZERO).build()));
        Session session = await(database.session().open());
        await(run(session, "UPDATE a"));

        await(database.disconnect());

        assertThat(failure(run(session, "UPDATE b"), SessionNotOpenException.class))
                .hasMessageContaining("was rolled back, because its database was disconnected");
    }

    @Test
    @Tag("R4")
    @Tag("R5")
    void scopeThatOutlivesTheGraceFailsAlthoughItsWorkSucceeds() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        Database database = connected(backend.builder()
                .pool(PoolOptions.builder()
                        .disconnectGrace(Duration.ofMillis(10))
                        .build()));
        CompletableFuture<String> end = new CompletableFuture<>();
        CompletableFuture<String> scope =
                database.session(session -> run(session, "UPDATE a").thenCompose(done -> end));

        await(database.disconnect());
        end.complete("the work is content");

        failure(scope, NotConnectedException.class);
    }

    @Test
    @Tag("R4")
    @Tag("R5")
    void childThatOutlivesTheGraceFailsAlthoughItsWorkSucceeds() {
        backend.expect("BEGIN; SAVEPOINT databased_1; UPDATE a").thenReply();
        Database database = connected(backend.builder()
                .pool(PoolOptions.builder()
                        .disconnectGrace(Duration.ofMillis(10))
                        .build()));
        CompletableFuture<String> end = new CompletableFuture<>();
        AtomicReference<@Nullable CompletableFuture<String>> child = new AtomicReference<>();
        CompletableFuture<String> scope = database.session(session -> {
            CompletableFuture<String> inner =
                    session.transaction(work -> run(work, "UPDATE a").thenCompose(done -> end));
            child.set(inner);
            return inner;
        });

        await(database.disconnect());
        end.complete("the work is content");

        failure(Objects.requireNonNull(child.get()), NotConnectedException.class);
        failure(scope, RuntimeException.class);
    }

    @Test
    @Tag("R5")
    void statementThatRanWhenItsSessionWasCancelledIsNotSaidToBeUnsent() {
        backend.expect("BEGIN; UPDATE a");
        backend.expect("ROLLBACK").thenReply();
        Session session = await(connected().session().open());
        CompletableFuture<?> running = run(session, "UPDATE a");
        CompletableFuture<?> waiting = run(session, "UPDATE b");

        await(session.cancel());

        StatementException stopped = failure(running, StatementException.class);
        assertThat(stopped.kind()).isEqualTo(Kind.CANCELLED);
        assertThat(stopped).hasMessageContaining("under way").hasMessageNotContaining("before");
        assertThat(failure(waiting, RuntimeException.class)).hasMessageContaining("before the statement was sent");
    }

    @Test
    @Tag("R31")
    void callbackMayWaitForAnotherThreadThatAsksTheSessionWhileItIsBeingCancelled() throws InterruptedException {
        Database database = connected();
        Session root = await(database.session().open());
        await(root.transaction().open());
        CompletableFuture<Session> waiting = root.transaction().open();
        CountDownLatch asked = new CountDownLatch(1);
        AtomicReference<@Nullable Boolean> answered = new AtomicReference<>();
        waiting.whenComplete((opened, failure) -> {
            Thread other = new Thread(() -> {
                try {
                    root.afterRollback(() -> {});
                } catch (RuntimeException ended) {
                    // it is over by now, which is an answer, too
                } finally {
                    asked.countDown();
                }
            });
            other.setDaemon(true);
            other.start();
            try {
                answered.set(asked.await(60, TimeUnit.SECONDS));
            } catch (InterruptedException interrupt) {
                answered.set(false);
            }
        });

        await(root.cancel());

        assertThat(answered.get()).isTrue();
    }

    @Test
    @Tag("R9")
    @Tag("R5")
    void driversConnectionIsHandedOutInsideTheTransaction() {
        backend.expect("BEGIN").thenReply();
        backend.expect("ROLLBACK").thenReply();
        Session session = await(connected().session().open());
        await(session.unwrap(io.databased.spi.SessionBackend.class));

        assertThat(backend.wire()).containsExactly("BEGIN");
        await(session.cancel());
    }

    @Test
    @Tag("R8")
    void subscriberThatFailsWhenItSubscribesLeavesTheSessionUsable() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenReply();
        Session session = await(connected().session().open());

        session.stream(Sql.sql("SELECT 1")).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                throw new IllegalStateException("a defect of the subscriber");
            }

            @Override
            public void onNext(io.databased.Row row) {}

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {}
        });

        await(run(session, "UPDATE a"));
        await(session.commit());
    }

    @Test
    @Tag("R8")
    void consumerThatAsksItsOwnSessionIsRefusedHoweverFewTheRowsAre() {
        backend.expect("BEGIN; SELECT 1").thenRows("n", 1L);
        backend.expect("ROLLBACK").thenReply();
        Session session = await(connected().session().open());
        AtomicReference<@Nullable CompletableFuture<?>> inner = new AtomicReference<>();

        await(session.forEach(Sql.sql("SELECT 1"), row -> inner.set(session.fetchAll("SELECT 2"))));

        failure(Objects.requireNonNull(inner.get()), StreamOpenException.class);
        await(session.cancel());
    }

    @Test
    @Tag("R8")
    void sessionGoesOnOnceTheSubscriberHasItsRows() {
        backend.expect("BEGIN; SELECT 1").thenRows("n", 1L, 2L);
        backend.expect("UPDATE a").thenReply();
        backend.expect("COMMIT").thenReply();

        Long rows = await(connected()
                .session(session -> session.forEach(Sql.sql("SELECT 1"), row -> {})
                        .thenCompose(count -> run(session, "UPDATE a").thenApply(done -> count))));

        assertThat(List.of(rows)).containsExactly(2L);
    }
}
