package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Session;
import io.databased.servers.PostgresServer;
import io.databased.testkit.Futures;
import io.databased.testkit.LeakCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A signal to stop reaches the statement that it is meant for, or none. */
@Tag("R19")
final class CancelTest {
    private static final String SLOW = "SELECT pg_sleep(120)";

    private final ProxiedPostgres there = new ProxiedPostgres();
    private final Database database = there.connect(1);

    @AfterEach
    void close() {
        LeakCheck.assertIdle(database);
        database.close();
        there.close();
    }

    @Test
    @Tag("N16")
    void statementUnderWayIsStoppedInTheServer() {
        CompletableFuture<?> slow = database.fetchAll(SLOW);
        there.awaitRunning("pg_sleep");

        slow.cancel(true);

        failure(slow, CancellationException.class);
        Futures.until("the server has stopped it", () -> !there.running("pg_sleep"));
    }

    @Test
    void statementThatWaitsForAConnectionIsNeverSent() {
        Session holder = await(database.session().open());
        await(holder.fetchAll("SELECT 1"));
        CompletableFuture<?> queued = database.fetchAll("SELECT 'queued'");

        queued.cancel(true);

        await(holder.close());
        await(database.fetchAll("SELECT 'after'"));
        assertThat(there.proxy.traffic().texts()).contains("SELECT 'after'").doesNotContain("SELECT 'queued'");
    }

    @Test
    void statementBehindASlowOneIsOverForItsCallerAtOnceAndHurtsNobody() throws SQLException {
        there.execute("CREATE TABLE gate (i int)");
        CompletableFuture<?> slow;
        try (Connection keeper = PostgresServer.shared().connect(there.name);
                Statement gate = keeper.createStatement()) {
            gate.execute("BEGIN; LOCK TABLE gate");
            slow = database.fetchAll("SELECT i FROM gate");
            CompletableFuture<?> behind = database.execute("INSERT INTO t VALUES (1)");
            there.awaitRunning("FROM gate");

            behind.cancel(true);

            failure(behind, CancellationException.class);
            assertThat(slow).isNotDone();
        }
        await(slow);
        await(database.execute("INSERT INTO t VALUES (2)"));
        assertThat(there.rows()).endsWith("2");
    }

    /** Those that are not cancelled all succeed, with their own answers, although all share one connection. */
    @Test
    void neighboursOfTheCancelledOnTheSameWireAreUnharmed() {
        long seed = Long.getLong("databased.seed", System.nanoTime());
        Random random = new Random(seed);
        List<CompletableFuture<Integer>> neighbours = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            int number = i;
            if (random.nextInt(20) == 0) {
                CompletableFuture<?> cancelled = database.fetchAll("SELECT pg_sleep(0.002)");
                LockSupport.parkNanos(random.nextInt(1_000_000));
                cancelled.cancel(true);
            } else {
                neighbours.add(database.fetchOne(
                                sql("SELECT :number + 0").bind("number", number).value(Integer.class))
                        .thenApply(answer -> answer.orElseThrow() - number));
            }
        }

        for (CompletableFuture<Integer> neighbour : neighbours) {
            assertThat(await(neighbour)).as("seed %d", seed).isZero();
        }
    }

    /** The child's statement ends about when the signal comes. */
    @Test
    @Tag("N17")
    void signalForAChildNeverHitsTheNextStatementOfItsParent() {
        for (int micros = 0; micros <= 2000; micros += 40) {
            long pause = TimeUnit.MICROSECONDS.toNanos(micros);
            List<Integer> answers = await(database.session(session -> cancelledChild(session, pause)
                    .thenCompose(over -> session.fetchAll(sql("SELECT 42").value(Integer.class)))));
            assertThat(answers).as("after %d µs", micros).containsExactly(42);
        }
    }

    private static CompletableFuture<?> cancelledChild(Session session, long pauseNanos) {
        return session.transaction(child -> {
                    CompletableFuture<?> statement = child.fetchAll("SELECT pg_sleep(0.001)");
                    LockSupport.parkNanos(pauseNanos);
                    statement.cancel(true);
                    return statement;
                })
                .handle((rows, failure) -> null);
    }
}
