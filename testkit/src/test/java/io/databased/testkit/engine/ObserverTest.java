package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.AcquireTimeoutException;
import io.databased.Database;
import io.databased.DatabaseObserver;
import io.databased.DatabaseObserver.PoolEvent;
import io.databased.PoolOptions;
import io.databased.PoolStats;
import io.databased.RetryPolicy;
import io.databased.Session;
import io.databased.SessionFailedException;
import io.databased.SessionOptions;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.LogCapture;
import io.databased.testkit.ObserverLog;
import io.databased.testkit.ScriptedBackend;
import io.databased.testkit.ScriptedStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** What observers are told of what is on the wire. */
final class ObserverTest extends ScriptedTest {
    private final ObserverLog log = new ObserverLog();

    private Database observed() {
        return connected(backend.builder().observer(log));
    }

    @Test
    void flightsAreToldAsTheyAreSent() {
        backend.expect("BEGIN; INSERT INTO a VALUES (1)").thenAffect(1);
        backend.expect("SAVEPOINT databased_1; UPDATE b").thenAffect(2);
        backend.expect("COMMIT").thenReply();

        await(observed()
                .session(
                        SessionOptions.named("s"),
                        session -> run(session, "INSERT INTO a VALUES (1)")
                                .thenCompose(done -> session.transaction(
                                        SessionOptions.named("c"), child -> run(child, "UPDATE b")))));

        assertThat(log.flights())
                .extracting(flight -> String.join("; ", flight.sql()))
                .isEqualTo(backend.wire());
        assertThat(log.flights())
                .allSatisfy(flight -> assertThat(flight.to().role()).isEqualTo(PoolStats.Role.PRIMARY));
        assertThat(log.lines())
                .containsExactly(
                        "session s: asked",
                        "INSERT a: asked",
                        "session s: waited",
                        "INSERT a: waited",
                        "INSERT a: sent",
                        "INSERT a: answered 1",
                        "INSERT a: ended ANSWERED",
                        "session c: asked",
                        "UPDATE b: asked",
                        "UPDATE b: sent",
                        "UPDATE b: answered 2",
                        "UPDATE b: ended ANSWERED",
                        "session c: ended COMMITTED",
                        "session s: sent",
                        "session s: ended COMMITTED");
    }

    @Test
    void observersHearOfTheEndBeforeWhoWaits() {
        Database database = observed();
        backend.expect("UPDATE a").thenAffect(1);
        List<String> heard = new ArrayList<>();

        await(run(database, "UPDATE a").thenAccept(done -> heard.addAll(log.lines())));

        assertThat(heard).endsWith("UPDATE a: ended ANSWERED");
    }

    @Test
    void oneShotThatIsRepeatedIsOneStatement() {
        Database database = observed();
        backend.expect("UPDATE a").thenLoseConnectionUnsent();
        backend.expect("UPDATE a").thenAffect(1);

        await(run(database, "UPDATE a"));

        assertThat(log.of("UPDATE a"))
                .containsExactly("asked", "waited", "sent", "waited", "sent", "answered 1", "ended ANSWERED");
    }

    @Test
    void workThatRunsAgainIsToldToWhatObservedItBefore() {
        Database database = observed();
        backend.expect("BEGIN; UPDATE a").thenFail(Kind.SERIALIZATION, Effect.TRANSACTION_ENDED);
        backend.expect("BEGIN; UPDATE a").thenFail(Kind.DEADLOCK, Effect.TRANSACTION_ENDED);
        backend.expect("BEGIN; UPDATE a").thenAffect(1);
        backend.expect("COMMIT").thenReply();
        SessionOptions options =
                SessionOptions.named("s").withRetry(new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(1)));

        await(database.session(options, session -> run(session, "UPDATE a")));

        assertThat(log.lines())
                .filteredOn(line -> line.startsWith("session"))
                .containsExactly(
                        "session s: asked",
                        "session s: waited",
                        "session s: failed SERIALIZATION StatementException",
                        "session s: ended FAILED",
                        "session s: again after session s",
                        "session s: waited",
                        "session s: failed DEADLOCK StatementException",
                        "session s: ended FAILED",
                        "session s: again after session s",
                        "session s: waited",
                        "session s: sent",
                        "session s: ended COMMITTED");
        assertThat(log.sessions()).extracting(session -> session.attempt()).containsExactly(1, 2, 3);
        assertThat(log.sessions()).extracting(session -> session.id()).doesNotHaveDuplicates();
    }

    @Test
    void blockingWorkThatRunsAgainIsToldAlike() {
        Database database = observed();
        backend.expect("BEGIN; UPDATE a").thenFail(Kind.BUSY, Effect.TRANSACTION_ENDED);
        backend.expect("BEGIN; UPDATE a").thenAffect(1);
        backend.expect("COMMIT").thenReply();
        SessionOptions options =
                SessionOptions.named("s").withRetry(new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(1)));

        database.blocking().session(options, session -> session.execute("UPDATE a"));

        assertThat(log.lines()).contains("session s: again after session s").endsWith("session s: ended COMMITTED");
        assertThat(log.sessions()).extracting(session -> session.attempt()).containsExactly(1, 2);
    }

    @Test
    void whatWaitsInVainIsToldToHaveFailed() {
        Database database = connected(backend.builder()
                .observer(log)
                .pool(PoolOptions.builder()
                        .maxSize(1)
                        .acquireTimeout(Duration.ofMillis(20))
                        .build()));
        Session holding = await(database.session().open());

        failure(run(database, "UPDATE a"), AcquireTimeoutException.class);
        failure(database.session(SessionOptions.named("late")).open(), AcquireTimeoutException.class);
        await(holding.close());

        assertThat(log.of("UPDATE a"))
                .containsExactly("asked", "failed TIMEOUT AcquireTimeoutException", "ended FAILED");
        assertThat(log.of("session late"))
                .containsExactly("asked", "failed TIMEOUT AcquireTimeoutException", "ended FAILED");
        assertThat(log.events().stream().filter(event -> event instanceof PoolEvent.TimedOut))
                .hasSize(2);
    }

    @Test
    void whatASessionRefusesIsToldToHaveFailedUnsent() {
        Database database = observed();
        backend.expect("BEGIN; UPDATE a").thenFail(Kind.DATA, Effect.STATEMENT);
        backend.expect("ROLLBACK").thenReply();
        Session session = await(database.session(SessionOptions.named("s")).open());
        failure(run(session, "UPDATE a"), StatementException.class);

        failure(run(session, "UPDATE b"), SessionFailedException.class);
        failure(session.executeScript("UPDATE c; UPDATE d"), SessionFailedException.class);
        failure(session.forEach(Sql.sql("SELECT * FROM e"), row -> {}), SessionFailedException.class);
        await(session.close());

        for (String what : List.of("UPDATE b", "SQL", "SELECT e")) {
            assertThat(log.of(what)).containsExactly("asked", "failed OTHER SessionFailedException", "ended FAILED");
        }
        assertThat(log.of("session s"))
                .containsExactly("asked", "waited", "sent", "failed DATA StatementException", "ended FAILED");
    }

    @Test
    void scriptEndsAtItsFirstFailure() {
        Database database = observed();
        backend.expect("UPDATE a").thenAffect(1);
        backend.expect("UPDATE b").thenFail(Kind.DATA, Effect.STATEMENT);

        failure(database.executeScript("UPDATE a; UPDATE b; UPDATE c"), StatementException.class);

        assertThat(log.of("SQL"))
                .containsExactly(
                        "asked", "waited", "sent", "waited", "sent", "failed DATA StatementException", "ended FAILED");
        assertThat(log.statements()).hasSize(1);
        assertThat(log.statements().get(0).batchSize()).isEqualTo(3);
    }

    @Test
    void commitThatIsNotAnsweredFails() {
        Database database = observed();
        backend.expect("BEGIN; UPDATE a").thenAffect(1);
        backend.expect("COMMIT").thenLoseConnection();

        database.session(SessionOptions.named("s"), session -> run(session, "UPDATE a"))
                .exceptionally(unknown -> null)
                .join();

        assertThat(log.of("session s"))
                .containsExactly(
                        "asked", "waited", "sent", "failed SYSTEM CommitOutcomeUnknownException", "ended FAILED");
    }

    @Test
    void pipelinedStatementsEachEnd() {
        backend.pipelining(8);
        Database database = observed();
        ScriptedStep first = backend.expect("BEGIN; UPDATE a");
        ScriptedStep second = backend.expect("UPDATE b");
        ScriptedStep third = backend.expect("UPDATE c");
        backend.expect("ROLLBACK").thenReply();
        Session session = await(database.session(SessionOptions.named("s")).open());
        List<CompletableFuture<?>> all =
                List.of(run(session, "UPDATE a"), run(session, "UPDATE b"), run(session, "UPDATE c"));
        assertThat(log.lines()).endsWith("UPDATE c: asked", "UPDATE c: sent");
        first.thenAffect(1);
        second.thenFail(Kind.DATA, Effect.STATEMENT);
        third.thenFail(Kind.TRANSACTION_ENDED, Effect.STATEMENT);
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .exceptionally(refused -> null)
                .join();
        await(session.cancel());

        assertThat(log.of("UPDATE a")).endsWith("answered 1", "ended ANSWERED");
        assertThat(log.of("UPDATE b")).endsWith("failed DATA StatementException", "ended FAILED");
        assertThat(log.of("UPDATE c")).last().isEqualTo("ended FAILED");
    }

    @Test
    void streamThatIsCancelledBeforeItBeganHasFailed() {
        Database database = observed();
        Session session = await(database.session().open());
        ScriptedStep update = backend.expect("BEGIN; UPDATE a");
        CompletableFuture<?> before = run(session, "UPDATE a");
        session.stream(Sql.sql("SELECT * FROM e")).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.cancel();
            }

            @Override
            public void onNext(io.databased.Row row) {}

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {}
        });

        assertThat(log.of("SELECT e"))
                .containsExactly("asked", "failed CANCELLED CancellationException", "ended FAILED");
        update.thenAffect(1);
        await(before);
        backend.expect("ROLLBACK").thenReply();
        await(session.close());
    }

    @Test
    void sessionsOfTheLibraryAreNotTold() {
        backend.expect("BEGIN").thenReply();
        backend.expect("SAVEPOINT databased_1; UPDATE a").thenAffect(1);
        backend.expect("RELEASE databased_1").thenReply();
        backend.expect("ROLLBACK").thenReply();
        Database database = connected(backend.builder().forceRollback().observer(log));
        await(run(database, "UPDATE a"));
        database.close();

        assertThat(log.sessions()).isEmpty();
        assertThat(log.statements())
                .singleElement()
                .satisfies(statement -> assertThat(statement.session()).isEmpty());
        assertThat(log.of("UPDATE a")).containsExactly("asked", "waited", "sent", "answered 1", "ended ANSWERED");
    }

    @Test
    void failedConnectionsAndTheirEndAreTold() {
        Database database = observed();
        backend.cut(1);
        backend.on(ScriptedBackend.Operation.OPEN).thenFail(Kind.SYSTEM, Effect.NOT_SENT);
        backend.on(ScriptedBackend.Operation.OPEN).thenFail(Kind.SYSTEM, Effect.NOT_SENT);
        backend.expect("UPDATE a").thenAffect(1);

        await(run(database, "UPDATE a"));

        assertThat(log.events())
                .filteredOn(event -> event instanceof PoolEvent.ConnectFailed)
                .extracting(event -> ((PoolEvent.ConnectFailed) event).failures())
                .containsExactlyInAnyOrder(1, 2); // two threads tell them
        assertThat(log.events())
                .filteredOn(event -> event instanceof PoolEvent.ConnectSucceeded)
                .extracting(event -> ((PoolEvent.ConnectSucceeded) event).failures())
                .containsExactly(2);
    }

    @Test
    void severalAreToldInOrderAndOneThatThrowsIsLoggedOnce() {
        DatabaseObserver broken = new DatabaseObserver() {
            @Override
            public Observation statement(StatementInfo statement) {
                throw new IllegalStateException("of the observer");
            }
        };
        try (LogCapture reports = new LogCapture("io.databased")) {
            Database database =
                    connected(backend.builder().observer(broken).observer(log).observer(log));
            backend.expect("UPDATE a").thenAffect(1);
            backend.expect("UPDATE b").thenAffect(1);
            await(run(database, "UPDATE a"));
            await(run(database, "UPDATE b"));

            assertThat(reports.lines())
                    .filteredOn(report -> report.contains("observer failed"))
                    .hasSize(1);
        }
        assertThat(log.lines())
                .startsWith("UPDATE a: asked", "UPDATE a: asked", "UPDATE a: waited", "UPDATE a: waited")
                .endsWith("UPDATE b: ended ANSWERED", "UPDATE b: ended ANSWERED");
    }
}
