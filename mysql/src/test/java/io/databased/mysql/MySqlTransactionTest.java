package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.InvalidQueryException;
import io.databased.Isolation;
import io.databased.RetryPolicy;
import io.databased.Session;
import io.databased.SessionFailedException;
import io.databased.SessionOptions;
import io.databased.SessionOptions.Errors;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MySqlTransactionTest extends MySqlDatabase {
    @BeforeEach
    void createTable() {
        execute("CREATE TABLE t (id INT PRIMARY KEY, n INT NOT NULL)");
        execute("INSERT INTO t VALUES (1, 0), (2, 0)");
    }

    private static CompletableFuture<?> lock(Session session, int id) {
        return session.execute("UPDATE t SET n = n + 1 WHERE id = :id", Map.of("id", id));
    }

    /** The loser of two sessions that lock the same rows in opposite order: the one that has written less. */
    private StatementException deadlock(Session victim, Session other) {
        IntStream.range(10, 30).forEach(i -> await(other.execute("INSERT INTO t VALUES (?, 0)", List.of(i))));
        await(lock(victim, 1));
        await(lock(other, 2));
        CompletableFuture<?> waiting = lock(other, 1);
        until("the other session waits for the lock", () -> waits() > 0);
        StatementException lost = failure(lock(victim, 2), StatementException.class);
        await(waiting);
        return lost;
    }

    @Tag("R15")
    @ParameterizedTest
    @EnumSource(Errors.class)
    @Tag("N12")
    void deadlockVictimNeverReportsACommit(Errors errors) {
        Session victim = await(
                database().session(SessionOptions.defaults().withErrors(errors)).open());
        Session other = await(database().session().open());
        await(victim.execute("INSERT INTO t VALUES (100, 0)"));

        assertThat(deadlock(victim, other).kind()).isEqualTo(Kind.DEADLOCK);

        failure(victim.execute("INSERT INTO t VALUES (101, 0)"), SessionFailedException.class);
        failure(victim.commit(), SessionFailedException.class);
        await(victim.cancel());
        await(other.commit());
        assertThat(numbers(database(), "SELECT id FROM t WHERE id >= 100")).isEmpty();
        assertThat(numbers(database(), "SELECT n FROM t WHERE id <= 2 ORDER BY id"))
                .containsExactly(1, 1);
    }

    @Tag("R15")
    @Test
    @Tag("N12")
    void deadlockInAChildTakesItsParentsWithIt() {
        Session parent = await(database().session().open());
        await(parent.execute("INSERT INTO t VALUES (100, 0)"));
        Session child = await(parent.transaction().open());
        Session other = await(database().session().open());

        assertThat(deadlock(child, other).kind()).isEqualTo(Kind.DEADLOCK);

        await(child.cancel());
        failure(parent.execute("INSERT INTO t VALUES (101, 0)"), SessionFailedException.class);
        failure(parent.commit(), SessionFailedException.class);
        await(parent.cancel());
        await(other.commit());
        assertThat(numbers(database(), "SELECT id FROM t WHERE id >= 100")).isEmpty();
    }

    @Tag("R18")
    @Test
    void deadlocksAreRetriedUntilAllIsDone() {
        RetryPolicy retry = RetryPolicy.of(20);
        AtomicInteger runs = new AtomicInteger();
        CompletableFuture<?>[] transfers = IntStream.range(0, 40)
                .mapToObj(i -> database().session(SessionOptions.defaults().withRetry(retry), session -> {
                    runs.incrementAndGet();
                    int first = 1 + i % 2;
                    return lock(session, first).thenCompose(done -> lock(session, 3 - first));
                }))
                .toArray(CompletableFuture[]::new);
        await(CompletableFuture.allOf(transfers));
        assertThat(numbers(database(), "SELECT n FROM t ORDER BY id")).containsExactly(40, 40);
        assertThat(runs.get()).isGreaterThanOrEqualTo(40);
    }

    @Test
    @Tag("N13")
    void lockTimeoutFailsItsSessionOnly() {
        Session holder = await(database().session().open());
        await(lock(holder, 1));
        Session waiter = await(database()
                .session(SessionOptions.defaults().withErrors(Errors.NATIVE))
                .open());
        await(lock(waiter, 2));
        StatementException busy =
                failure(waiter.fetchAll("SELECT n FROM t WHERE id = 1 FOR UPDATE NOWAIT"), StatementException.class);
        assertThat(busy.kind()).isEqualTo(Kind.BUSY);
        await(waiter.commit());
        await(holder.cancel());
        assertThat(numbers(database(), "SELECT n FROM t ORDER BY id")).containsExactly(0, 1);
    }

    @Tag("R15")
    @Tag("R29")
    @Test
    @Tag("N14")
    void statementsThatCommitAreRefusedInSessions() {
        Session session = await(database().session().open());
        await(session.execute("INSERT INTO t VALUES (3, 0)"));
        for (String sql : new String[] {
            "CREATE TABLE u (i INT)", "ALTER TABLE t ADD COLUMN m INT", "TRUNCATE TABLE t", "DROP TABLE t",
            "CREATE INDEX by_n ON t (n)", "RENAME TABLE t TO u", "LOCK TABLES t WRITE", "SET autocommit = 1",
            "GRANT SELECT ON t TO root", "ANALYZE TABLE t", "OPTIMIZE TABLE t"
        }) {
            assertThat(session.execute(sql)).as(sql).failsWithin(java.time.Duration.ofSeconds(60));
        }
        await(session.cancel());
        assertThat(numbers(database(), "SELECT id FROM t ORDER BY id")).containsExactly(1, 2);
    }

    @Test
    void isolationHoldsForOneTransaction() {
        Session dirty = await(database()
                .session(SessionOptions.defaults().withIsolation(Isolation.READ_UNCOMMITTED))
                .open());
        Session writer = await(database().session().open());
        await(lock(writer, 1));
        assertThat(numbers(dirty, "SELECT n FROM t WHERE id = 1")).containsExactly(1);
        await(dirty.commit());
        await(writer.cancel());
        assertThat(await(database().fetchOne("SELECT @@transaction_isolation AS level"))
                        .orElseThrow()
                        .getString("level"))
                .isEqualTo("REPEATABLE-READ");
    }

    /** The savepoint that went with it is there, although the statement was not sent. */
    @Tag("R10")
    @Test
    void unbindableValueInTheFirstStatementOfAChildHurtsTheChildOnly() {
        await(database()
                .session(session -> lock(session, 1)
                        .thenCompose(done -> session.transaction(
                                        child -> child.execute("UPDATE t SET n = ?", List.of(Double.NaN)))
                                .handle((sent, failure) -> {
                                    assertThat(failure).isInstanceOf(StatementException.class);
                                    return sent;
                                }))
                        .thenCompose(done -> lock(session, 2))));
        assertThat(numbers(database(), "SELECT n FROM t ORDER BY id")).containsExactly(1, 1);
    }

    @Tag("R29")
    @Test
    @Tag("N14")
    void forceRollbackRefusesDefinitionsAndKeepsNothing() {
        Database forced = await(Database.builder(url).forceRollback().build().connect());
        await(forced.execute("INSERT INTO t VALUES (3, 0)"));
        assertThat(forced.execute("CREATE TABLE u (i INT)")).failsWithin(java.time.Duration.ofSeconds(60));
        assertThat(numbers(forced, "SELECT id FROM t ORDER BY id")).containsExactly(1, 2, 3);
        await(forced.disconnect());
        assertThat(numbers(database(), "SELECT id FROM t ORDER BY id")).containsExactly(1, 2);
    }

    @Test
    void tellsWhatDoesTheSameInASession() {
        assertThat(failure(
                        database().session(session -> session.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")),
                        StatementException.class))
                .hasMessageContaining(
                        "; say it when the session is opened: SessionOptions.defaults().withIsolation(…)");
        assertThat(failure(
                        database().execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"),
                        InvalidQueryException.class))
                .hasMessageContaining("SET TRANSACTION is for one transaction");
        assertThat(failure(
                        database().session(session -> session.execute("LOCK TABLES t WRITE")),
                        InvalidQueryException.class))
                .hasMessageContaining("To keep others from rows use SELECT … FOR UPDATE");
    }
}
