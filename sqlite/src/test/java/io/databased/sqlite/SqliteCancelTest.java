package io.databased.sqlite;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import io.databased.spi.RowCursor;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("R19")
@Tag("Q5")
class SqliteCancelTest {
    private static final String ENDLESS =
            "WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT count(*) FROM r";

    @TempDir
    private Path directory;

    private Sqlite sqlite;

    @BeforeEach
    void open() {
        sqlite = Sqlite.file(directory.resolve("a.db"));
        sqlite.execute("CREATE TABLE t (x)");
    }

    @AfterEach
    void close() {
        sqlite.close();
    }

    private BackendException cancelled(Command command) {
        CompletionStage<Reply> reply = sqlite.session.run(command);
        sqlite.session.interrupt(command);
        BackendException failure = failure(reply, BackendException.class);
        assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
        return failure;
    }

    @Test
    void stopsAReadAndLeavesTheTransaction() {
        sqlite.begin();
        sqlite.execute("INSERT INTO t VALUES (1)");

        assertThat(cancelled(Sqlite.fetching(ENDLESS)).effect()).isEqualTo(Effect.STATEMENT);

        sqlite.commit();
        assertThat(sqlite.single("SELECT count(*) FROM t")).isEqualTo(1L);
        assertThat(sqlite.session.reusableAfterInterrupt()).isTrue();
    }

    @Test
    @Tag("Q4")
    void saysThatAStoppedWriteEndedTheTransaction() {
        sqlite.begin();
        sqlite.execute("INSERT INTO t VALUES (1)");
        Command write = Sqlite.executing(
                "INSERT INTO t WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT x FROM r");
        CompletionStage<Reply> reply = sqlite.session.run(write);
        // Once it has written, its rollback is the transaction's.
        until("the log has grown", () -> directory.resolve("a.db-wal").toFile().length() > 4_000_000);
        sqlite.session.interrupt(write);

        BackendException failure = failure(reply, BackendException.class);

        assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
        assertThat(failure.effect()).isEqualTo(Effect.TRANSACTION_ENDED);
        assertThat(await(sqlite.session.inTransaction())).isFalse();
        assertThat(sqlite.single("SELECT count(*) FROM t")).isEqualTo(0L);
    }

    @Test
    void stopsAStream() {
        Command endless = Sqlite.fetching(
                "WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT x FROM r WHERE x < 3 OR x < 0");
        RowCursor cursor = await(sqlite.session.stream(endless));
        assertThat(await(cursor.next(1))).hasSize(1);
        CompletionStage<List<Object[]>> rows = cursor.next(10);

        sqlite.session.interrupt(endless);

        assertThat(failure(rows, BackendException.class).kind()).isEqualTo(Kind.CANCELLED);
        await(cursor.close());
        assertThat(sqlite.single("SELECT 1")).isEqualTo(1L);
    }

    /** Of 3,000 naive cancels 749 hit the next statement. */
    @Test
    @Tag("N17")
    void hitsNoInnocentStatement() {
        long seed = Long.getLong("databased.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        String sql =
                "WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r WHERE x < ?) SELECT count(*) FROM r";
        int hits = 0;
        for (int i = 0; i < 5_000; i++) {
            Command target = Sqlite.fetching(sql, 300);
            CompletionStage<Reply> before = sqlite.session.run(Sqlite.fetching(sql, 100));
            CompletionStage<Reply> struck = sqlite.session.run(target);
            CompletionStage<Reply> after = sqlite.session.run(Sqlite.fetching(sql, 200));
            for (int pause = random.nextInt(8_000); pause > 0; pause--) {
                Thread.onSpinWait();
            }
            sqlite.session.interrupt(target);

            assertThat(await(before).rows().get(0)[0]).as("seed %d", seed).isEqualTo(100L);
            assertThat(await(after).rows().get(0)[0]).as("seed %d", seed).isEqualTo(200L);
            hits += struck.toCompletableFuture().isCompletedExceptionally() ? 1 : 0;
        }
        assertThat(hits).as("cancels that were in time, seed %d", seed).isPositive();
    }

    @Test
    @Tag("Q14")
    void closesWhileAStatementRuns() {
        CompletionStage<Reply> endless = sqlite.session.run(Sqlite.fetching(ENDLESS));

        await(sqlite.session.close());

        assertThat(failure(endless, BackendException.class).kind()).isIn(Kind.CANCELLED, Kind.SYSTEM);
        assertThat(failure(sqlite.session.run(Sqlite.fetching("SELECT 1")), BackendException.class)
                        .effect())
                .isEqualTo(Effect.NOT_SENT);
    }

    @Test
    @Tag("Q14")
    void closesWithAStreamOpen() {
        RowCursor cursor = await(sqlite.session.stream(Sqlite.fetching("SELECT 1 UNION SELECT 2")));

        await(sqlite.session.close());

        await(cursor.close());
    }
}
