package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.SessionOptions.Errors;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MySqlBatchTest extends MySqlDatabase {
    private static final String INSERT = "INSERT INTO t VALUES (?, 0)";

    @BeforeEach
    void createTable() {
        execute("CREATE TABLE t (id INT PRIMARY KEY, n INT NOT NULL)");
    }

    private static List<List<Integer>> ids(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(List::of).toList();
    }

    @Test
    @Tag("I12")
    void runsMoreThanFitAtOnce() {
        assertThat(await(database().executeMany(INSERT, ids(0, 1_777)))).isEqualTo(1_777);
        assertThat(count(database(), "t")).isEqualTo(1_777);
        assertThat(autocommit()).isTrue();
    }

    private boolean autocommit() {
        return one(database(), "SELECT @@autocommit AS a", java.util.Map.of()).getBoolean("a");
    }

    @Test
    void oneThatFailsOnItsOwnLeavesNothing() {
        execute("INSERT INTO t VALUES (600, 0)");
        StatementException failure = failure(database().executeMany(INSERT, ids(0, 1_000)), StatementException.class);
        assertThat(failure.kind()).isEqualTo(Kind.UNIQUE);
        assertThat(numbers(database(), "SELECT id FROM t")).containsExactly(600);
        assertThat(autocommit()).isTrue();
    }

    @Test
    void oneThatFailsInASessionIsUndoneAndTheSessionGoesOn() {
        Session session = await(database()
                .session(SessionOptions.defaults().withErrors(Errors.NATIVE))
                .open());
        await(session.execute("INSERT INTO t VALUES (5, 0)"));
        failure(session.executeMany(INSERT, ids(0, 10)), StatementException.class);
        assertThat(numbers(session, "SELECT id FROM t")).containsExactly(5);
        await(session.executeMany(INSERT, ids(10, 2)));
        await(session.commit());
        assertThat(numbers(database(), "SELECT id FROM t ORDER BY id")).containsExactly(5, 10, 11);
        assertThat(autocommit()).isTrue();
    }

    /** One-shots share connections: others must neither see it half done nor be undone with it. */
    @Test
    void sharesAConnectionWithOthersAndNothingElse() {
        io.databased.Database narrow =
                await(io.databased.Database.of(url + "?max_size=1").connect());
        execute("INSERT INTO t VALUES (500, 0)");
        CompletableFuture<?>[] all = IntStream.range(0, 60)
                .mapToObj(i -> i % 3 == 0
                        ? narrow.executeMany(INSERT, ids(i < 30 ? 499 : 1000 + 10 * i, 5))
                                .handle((done, failure) -> done)
                        : narrow.execute(INSERT, List.of(10_000 + i)))
                .toArray(CompletableFuture[]::new);
        await(CompletableFuture.allOf(all));
        assertThat(count(narrow, "t WHERE id >= 10000")).isEqualTo(40);
        assertThat(count(narrow, "t WHERE id BETWEEN 1000 AND 9999")).isEqualTo(50);
        assertThat(count(narrow, "t WHERE id < 1000")).isEqualTo(1);
        await(narrow.disconnect());
    }

    /** The runs behind the one that loses the deadlock must not commit themselves. */
    @Tag("R15")
    @Test
    void deadlockInABatchLeavesNothingOfIt() {
        execute("INSERT INTO t VALUES (1, 0), (2, 0)");
        Session heavy = await(database().session().open());
        await(heavy.executeMany(INSERT, ids(100, 30)));
        Session victim = await(database()
                .session(SessionOptions.defaults().withErrors(Errors.NATIVE))
                .open());
        await(victim.execute("UPDATE t SET n = 1 WHERE id = 1"));
        await(heavy.execute("UPDATE t SET n = 2 WHERE id = 2"));
        CompletableFuture<?> waiting = heavy.execute("UPDATE t SET n = 2 WHERE id = 1");
        until("the other session waits", () -> waits() > 0);

        StatementException lost = failure(
                victim.executeMany("UPDATE t SET n = n + 10 WHERE id = ?", List.of(List.of(2), List.of(1), List.of(2))),
                StatementException.class);

        assertThat(lost.kind()).isEqualTo(Kind.DEADLOCK);
        await(victim.cancel());
        await(waiting);
        await(heavy.commit());
        assertThat(numbers(database(), "SELECT n FROM t WHERE id < 3 ORDER BY id"))
                .containsExactly(2, 2);
        assertThat(autocommit()).isTrue();
    }

    /** MySQL has no RETURNING. */
    @Test
    void rowsThatAreReturnedCount() {
        if (isMariaDb()) {
            assertThat(await(database().executeMany(INSERT + " RETURNING id", ids(0, 130))))
                    .isEqualTo(130);
            assertThat(await(database().executeMany("DELETE FROM t WHERE id > ? RETURNING id", ids(119, 2))))
                    .isEqualTo(10);
            Session session = await(database().session().open());
            assertThat(await(session.executeMany("REPLACE INTO t VALUES (?, 1) RETURNING n", ids(0, 3))))
                    .isEqualTo(3);
            await(session.commit());
            assertThat(count(database(), "t")).isEqualTo(120);
        }
    }

    @Test
    void aValueThatCannotBeBoundFailsAtOnce() {
        List<List<Object>> bad = List.of(List.of(1), List.of(Double.NaN));
        failure(database().executeMany("UPDATE t SET n = ?", bad), StatementException.class);
        Session session = await(database().session().open());
        await(session.execute("INSERT INTO t VALUES (500, 1)"));
        failure(session.executeMany("UPDATE t SET n = ?", bad), StatementException.class);
        await(session.cancel());
        assertThat(count(database(), "t")).isZero();
    }
}
