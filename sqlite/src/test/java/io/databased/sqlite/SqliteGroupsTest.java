package io.databased.sqlite;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.SessionOptions;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.Reply;
import io.databased.spi.SessionBackend;
import io.databased.testkit.Futures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/** Speed source 5: concurrent one-shot writes share one durable commit; each still fails or succeeds alone. */
@Tag("R15")
class SqliteGroupsTest {
    @TempDir
    private Path directory;

    private Sqlite sqlite;
    private final AtomicInteger commits = new AtomicInteger();

    @BeforeEach
    void open() {
        sqlite = Sqlite.file(directory.resolve("a.db"), "busy_timeout=50ms");
        sqlite.execute("CREATE TABLE t (x INTEGER PRIMARY KEY, y)");
        sqlite.execute(
                "CREATE TRIGGER ends BEFORE INSERT ON t WHEN NEW.y = 'end' BEGIN SELECT RAISE(ROLLBACK, 'end'); END");
        sqlite.execute("CREATE TABLE c (x REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
        sqlite.session.unwrap(SQLiteConnection.class).orElseThrow().addCommitListener(new SQLiteCommitListener() {
            @Override
            public void onCommit() {
                commits.incrementAndGet();
            }

            @Override
            public void onRollback() {}
        });
    }

    @AfterEach
    void close() {
        sqlite.close();
    }

    /** Holds the driver while commands are handed over, so that they meet in the queue. */
    private List<CompletionStage<Reply>> together(List<Command> commands) {
        Object driver =
                sqlite.session.unwrap(SQLiteConnection.class).orElseThrow().getDatabase();
        List<CompletionStage<Reply>> replies = new ArrayList<>();
        synchronized (driver) {
            sqlite.session.validate();
            commands.forEach(command -> replies.add(sqlite.session.run(command)));
        }
        return replies;
    }

    private List<CompletionStage<Reply>> together(String... statements) {
        List<Command> commands = new ArrayList<>();
        for (String sql : statements) {
            commands.add(Sqlite.executing(sql));
        }
        return together(commands);
    }

    private List<Object> values() {
        return sqlite.fetch("SELECT x FROM t ORDER BY x").stream()
                .map(row -> row[0])
                .toList();
    }

    @Test
    void commitsOnceForAllThatWait() {
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            commands.add(Sqlite.executing("INSERT INTO t (y) VALUES (?)", i));
        }

        List<CompletionStage<Reply>> replies = together(commands);

        for (int i = 0; i < 200; i++) {
            assertThat(await(replies.get(i)).key()).isEqualTo(i + 1L);
        }
        assertThat(commits.get()).isBetween(1, 20);
    }

    @Test
    void tellsNobodyOfSuccessBeforeTheCommit() {
        List<Integer> seen = new ArrayList<>();
        List<CompletionStage<Reply>> replies = together("INSERT INTO t VALUES (1, 1)", "INSERT INTO t VALUES (2, 2)");
        replies.forEach(reply -> reply.thenRun(() -> seen.add(commits.get())));
        replies.forEach(Futures::await);

        assertThat(await(sqlite.session.inTransaction())).isFalse();
        assertThat(seen).allMatch(count -> count > 0);
    }

    @Test
    void letsEachFailAlone() {
        List<CompletionStage<Reply>> replies = together(
                "INSERT INTO t VALUES (1, 1)",
                "INSERT INTO t VALUES (1, 2)",
                "INSERT INTO missing VALUES (1)",
                "INSERT INTO t VALUES (2, 2), (1, 3)",
                "INSERT INTO t VALUES (3, 3)");

        await(replies.get(0));
        assertThat(failure(replies.get(1), BackendException.class).kind()).isEqualTo(Kind.UNIQUE);
        assertThat(failure(replies.get(2), BackendException.class).kind()).isEqualTo(Kind.OBJECT);
        assertThat(failure(replies.get(3), BackendException.class).effect()).isEqualTo(Effect.STATEMENT);
        await(replies.get(4));
        assertThat(values()).containsExactly(1L, 3L);
    }

    @Test
    @Tag("Q4")
    void repeatsTheOthersWhenOneRollsAllBack() {
        List<CompletionStage<Reply>> replies = together(
                "INSERT INTO t VALUES (1, 1)",
                "INSERT INTO t VALUES (2, 'end')",
                "INSERT INTO t VALUES (3, 3)",
                "INSERT OR ROLLBACK INTO t VALUES (3, 4)",
                "INSERT INTO t VALUES (5, 5)");

        await(replies.get(0));
        assertThat(failure(replies.get(1), BackendException.class).effect()).isEqualTo(Effect.STATEMENT);
        await(replies.get(2));
        assertThat(failure(replies.get(3), BackendException.class).kind()).isEqualTo(Kind.UNIQUE);
        await(replies.get(4));
        assertThat(values()).containsExactly(1L, 3L, 5L);
    }

    @Test
    void repeatsAllWhenTheCommitFails() {
        List<CompletionStage<Reply>> replies =
                together("INSERT INTO t VALUES (1, 1)", "INSERT INTO c VALUES (99)", "INSERT INTO t VALUES (2, 2)");

        await(replies.get(0));
        assertThat(failure(replies.get(1), BackendException.class).kind()).isEqualTo(Kind.FOREIGN_KEY);
        await(replies.get(2));
        assertThat(values()).containsExactly(1L, 2L);
        assertThat(await(sqlite.session.inTransaction())).isFalse();
    }

    @Test
    void keepsWhatInsertOrFailKeeps() {
        List<CompletionStage<Reply>> replies =
                together("INSERT INTO t VALUES (1, 1)", "INSERT OR FAIL INTO t VALUES (2, 2), (1, 1), (3, 3)");

        await(replies.get(0));
        assertThat(failure(replies.get(1), BackendException.class).kind()).isEqualTo(Kind.UNIQUE);
        assertThat(values()).containsExactly(1L, 2L);
    }

    @Test
    void keepsBatchesWholeAmongOthers() {
        List<CompletionStage<Reply>> replies = together(List.of(
                Sqlite.executing("INSERT INTO t VALUES (1, 1)"),
                Sqlite.batch("INSERT INTO t VALUES (?, 0)", new Object[] {2}, new Object[] {1}),
                Sqlite.batch("INSERT INTO t VALUES (?, 0)", new Object[] {3}, new Object[] {4})));

        await(replies.get(0));
        assertThat(failure(replies.get(1), BackendException.class).kind()).isEqualTo(Kind.UNIQUE);
        assertThat(await(replies.get(2)).affectedRows()).isEqualTo(2);
        assertThat(values()).containsExactly(1L, 3L, 4L);
    }

    @Test
    void leavesStatementsThatNeedNoTransactionAlone() {
        List<CompletionStage<Reply>> replies = together(
                "INSERT INTO t VALUES (1, 1)", "VACUUM", "PRAGMA synchronous=NORMAL", "INSERT INTO t VALUES (2, 2)");
        replies.forEach(Futures::await);

        assertThat(sqlite.single("PRAGMA synchronous")).isEqualTo(1L);
    }

    @Test
    void failsAllWhileAnotherProgramWrites() {
        try (Sqlite other = Sqlite.file(directory.resolve("a.db"))) {
            other.begin();
            List<CompletionStage<Reply>> replies =
                    together("INSERT INTO t VALUES (1, 1)", "INSERT INTO t VALUES (2, 2)");

            for (CompletionStage<Reply> reply : replies) {
                BackendException failure = failure(reply, BackendException.class);
                assertThat(failure.kind()).isEqualTo(Kind.BUSY);
                assertThat(failure.effect()).isEqualTo(Effect.STATEMENT);
            }
            other.rollback();
            assertThat(values()).isEmpty();
        }
    }

    @Test
    @Tag("Q3")
    void failsAllWhenTheCommitMeetsALock() {
        Path file = directory.resolve("journal.db");
        sqlite.close();
        sqlite = Sqlite.file(file, "journal_mode=delete", "busy_timeout=50ms");
        sqlite.execute("CREATE TABLE t (x INTEGER PRIMARY KEY, y)");
        try (Sqlite reading = Sqlite.file(file, "journal_mode=delete")) {
            reading.control(Sqlite.step(
                    Command.Control.Kind.BEGIN, 0, SessionOptions.defaults().withReadOnly()));
            reading.single("SELECT count(*) FROM t");
            List<CompletionStage<Reply>> replies =
                    together("INSERT INTO t VALUES (1, 1)", "INSERT INTO t VALUES (2, 2)");

            replies.forEach(reply ->
                    assertThat(failure(reply, BackendException.class).kind()).isEqualTo(Kind.BUSY));
            reading.rollback();
            assertThat(values()).isEmpty();
            assertThat(await(sqlite.session.inTransaction())).isFalse();
        }
    }

    @Test
    void readsWhatWasCommittedBeforeTheReadWasAsked() {
        SessionBackend reader = sqlite.open(Role.REPLICA);
        for (int i = 0; i < 500; i++) {
            sqlite.execute("INSERT INTO t (y) VALUES (1)");
            List<CompletionStage<Reply>> reads = new ArrayList<>();
            for (int j = 0; j < 5; j++) {
                reads.add(reader.run(Sqlite.fetching("SELECT count(*) FROM t")));
            }
            long least = i + 1L;
            reads.forEach(
                    read -> assertThat((Long) await(read).rows().get(0)[0]).isGreaterThanOrEqualTo(least));
        }
        assertThat(await(reader.inTransaction())).isFalse();
        await(reader.close());
    }

    @Test
    void letsEachReadFailAlone() {
        SessionBackend reader = sqlite.open(Role.REPLICA);
        List<CompletionStage<Reply>> reads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            reads.add(reader.run(Sqlite.fetching(i % 5 == 0 ? "SELECT abs(-9223372036854775807 - 1)" : "SELECT " + i)));
        }
        for (int i = 0; i < 50; i++) {
            if (i % 5 == 0) {
                assertThat(failure(reads.get(i), BackendException.class).kind()).isEqualTo(Kind.DATA);
            } else {
                assertThat(await(reads.get(i)).rows().get(0)[0]).isEqualTo((long) i);
            }
        }
        await(reader.close());
    }

    /** Random statements, cancels among them: what was told to succeed is there, what was told to fail is not. */
    @Test
    @Tag("Q5")
    void tellsTheTruthToEveryone() {
        long seed = Long.getLong("databased.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        TreeSet<Long> told = new TreeSet<>();
        List<Long> asked = new ArrayList<>();
        List<CompletionStage<Reply>> replies = new ArrayList<>();
        for (long i = 0; i < 5000; i++) {
            Command command = random(random, i);
            asked.add(i);
            replies.add(sqlite.session.run(command));
            if (random.nextInt(10) == 0) {
                sqlite.session.interrupt(command);
            }
        }
        for (int i = 0; i < replies.size(); i++) {
            CompletableFuture<Reply> reply = replies.get(i).toCompletableFuture();
            until("it is answered", reply::isDone);
            if (!reply.isCompletedExceptionally()) {
                told.add(asked.get(i));
            }
        }

        assertThat(values()).as("seed %d", seed).containsExactlyElementsOf(new ArrayList<Object>(told));
        assertThat(told).as("seed %d", seed).hasSizeGreaterThan(1000);
    }

    private static Command random(SplittableRandom random, long key) {
        return switch (random.nextInt(12)) {
            case 0 -> Sqlite.executing("INSERT INTO t VALUES (?, 'end')", key);
            case 1 -> Sqlite.executing("INSERT INTO t SELECT ?, x FROM missing", key);
            case 2 -> Sqlite.executing("INSERT OR ROLLBACK INTO t VALUES (?, 1), (?, 1)", key, key);
            case 3 -> Sqlite.batch("INSERT INTO t VALUES (?, 1)", new Object[] {key});
            case 4 -> Sqlite.fetching("INSERT INTO t VALUES (?, 1) RETURNING x", key);
            default -> Sqlite.executing("INSERT INTO t VALUES (?, 1)", key);
        };
    }
}
