package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.databased.ConnectionLostException;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabasedException;
import io.databased.PoolOptions;
import io.databased.PoolStats.Retirement;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.testkit.Futures;
import io.databased.testkit.LeakCheck;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/** Nothing waits for ever for a server that has fallen silent. */
@Tag("R20")
final class DeadlinesTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    /** Enough for a login on a busy machine. */
    private static final Duration LATER = Duration.ofSeconds(4);

    private static final SessionOptions PATIENT = SessionOptions.defaults().withStatementTimeout(Futures.DEADLINE);

    private final ProxiedPostgres there = new ProxiedPostgres();

    @AfterEach
    void close() {
        there.close();
    }

    private Database connect(DatabaseBuilder builder, PoolOptions.Builder pool) {
        return await(
                builder.pool(pool.maxSize(1).closeTimeout(SOON).build()).build().connect());
    }

    @Test
    @Execution(CONCURRENT)
    @Tag("N8")
    void statementThatTakesTooLongIsStopped() {
        try (Database database = connect(there.builder().statementTimeout(SOON), PoolOptions.builder())) {
            StatementException failure = failure(database.fetchAll("SELECT pg_sleep(120)"), StatementException.class);

            assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
            Futures.until("the server has stopped it", () -> !there.running("pg_sleep"));
            await(database.session(PATIENT, session -> session.fetchAll("SELECT 1")));
        }
    }

    @Test
    @Execution(CONCURRENT)
    @Tag("N7")
    void statementWithoutAnAnswerEndsAtItsDeadlineAndItsConnectionIsCut() {
        try (Database database = connect(there.builder(), PoolOptions.builder())) {
            SessionOptions options = SessionOptions.defaults().withStatementTimeout(SOON);
            Session session = await(database.session(options).open());
            await(session.execute("INSERT INTO t VALUES (1)"));
            there.proxy.blackhole();

            StatementException failure = failure(session.fetchAll("SELECT 1"), StatementException.class);

            assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
            await(session.close());
            LeakCheck.assertIdle(database);
            assertThat(database.stats().turnover().destroyed(Retirement.BROKEN)).isEqualTo(1);
            there.proxy.heal();
            await(database.fetchAll("SELECT 1"));
        }
        assertThat(there.rows()).isEmpty();
    }

    @Test
    @Execution(CONCURRENT)
    void abandonedOneShotWithoutAnAnswerHasItsConnectionCut() {
        try (Database database = connect(there.builder(), PoolOptions.builder())) {
            there.proxy.blackhole();
            CompletableFuture<?> lost = database.fetchAll("SELECT 1");
            Futures.until(
                    "it is under way", () -> database.stats().connections().sharesInFlight() == 1);

            lost.cancel(true);

            LeakCheck.assertIdle(database);
            there.proxy.heal();
            await(database.fetchAll("SELECT 1"));
        }
    }

    @Test
    @Execution(CONCURRENT)
    @Tag("R23")
    @Tag("P9")
    void idleConnectionThatDiedUnnoticedIsFoundOutAndReplaced() {
        PoolOptions.Builder pool =
                PoolOptions.builder().validateAfterIdle(Duration.ZERO).validationTimeout(SOON);
        try (Database database = connect(there.builder(), pool)) {
            there.proxy.blackhole();
            CompletableFuture<?> next = database.fetchAll("SELECT 1");
            Futures.until("it is given up", () -> database.stats().turnover().destroyed(Retirement.INVALID) == 1);
            there.proxy.heal();

            await(next);

            assertThat(database.stats().turnover().created()).isEqualTo(2);
        }
    }

    @Test
    @Execution(CONCURRENT)
    @Tag("C3")
    void serverThatAcceptsAndNeverAnswersIsGivenUpAndUsedOnceItAnswers() {
        there.proxy.deaf();
        Database database = there.builder()
                .pool(PoolOptions.builder()
                        .loginTimeout(LATER)
                        .acquireTimeout(Futures.DEADLINE)
                        .build())
                .build();
        DatabasedException failure = failure(database.connect(), DatabasedException.class);
        assertThat(failure).hasMessageContaining("within " + LATER.toSeconds());
        there.proxy.heal();

        try (database) {
            await(database.connect());
            there.proxy.deaf();
            there.proxy.reset();
            Futures.until("the pool knows", () -> database.stats().connections().size() == 0);
            CompletableFuture<?> waiting = database.fetchAll("SELECT 1");
            Futures.until(
                    "an attempt was in vain", () -> database.stats().turnover().createFailures() > 0);
            assertThat(waiting).isNotDone();
            there.proxy.heal();
            await(waiting);
        }
    }

    @Test
    @Execution(CONCURRENT)
    @Tag("P11")
    void disconnectingFromASilentServerEnds() {
        PoolOptions.Builder pool = PoolOptions.builder().disconnectGrace(SOON);
        Database database = connect(there.builder(), pool);
        Session session = await(database.session().open());
        await(session.execute("INSERT INTO t VALUES (1)"));
        there.proxy.blackhole();
        CompletableFuture<?> statement = session.fetchAll("SELECT 1");

        await(database.disconnect());

        failure(statement, DatabasedException.class);
        failure(session.commit(), DatabasedException.class);
        there.proxy.reset();
        there.awaitNoBackends();
        assertThat(there.rows()).isEmpty();
    }

    @Test
    @Execution(CONCURRENT)
    @Tag("N27")
    void timeLimitOfTheServerForIdleTransactionsIsNamed() {
        try (Database database = connect(there.builder(), PoolOptions.builder())) {
            Session session = await(database.session().open());
            await(session.execute("SET LOCAL idle_in_transaction_session_timeout = '50ms'"));
            Futures.until("the client was told", () -> there.proxy.openConnections() == 0);

            ConnectionLostException failure =
                    failure(session.execute("INSERT INTO t VALUES (1)"), ConnectionLostException.class);

            assertThat(failure).hasMessageContaining("idle-in-transaction timeout");
            await(session.close());
            await(database.fetchAll("SELECT 1"));
        }
    }
}
