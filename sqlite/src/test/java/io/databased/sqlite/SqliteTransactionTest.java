package io.databased.sqlite;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.SessionOptions;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteTransactionTest {
    @TempDir
    private Path directory;

    private Sqlite sqlite;

    @BeforeEach
    void open() {
        sqlite = Sqlite.file(directory.resolve("a.db"), "busy_timeout=50ms");
        sqlite.execute("CREATE TABLE t (x INTEGER PRIMARY KEY, y)");
    }

    @AfterEach
    void close() {
        sqlite.close();
    }

    private Object count() {
        return sqlite.single("SELECT count(*) FROM t");
    }

    private static Control step(Control.Kind kind, int depth) {
        return Sqlite.step(kind, depth);
    }

    @Test
    @Tag("R10")
    void controlsTransactionsAndSavepoints() {
        await(sqlite.session.run(Command.execute("INSERT INTO t VALUES (1, 'kept')", new Object[0])
                .prelude(List.of(step(Control.Kind.BEGIN, 0)))
                .build()));
        assertThat(await(sqlite.session.inTransaction())).isTrue();
        sqlite.control(step(Control.Kind.SAVEPOINT, 1));
        sqlite.execute("INSERT INTO t VALUES (2, 'undone')");
        sqlite.control(step(Control.Kind.ROLLBACK_TO, 1), step(Control.Kind.RELEASE, 1));
        sqlite.commit();

        assertThat(await(sqlite.session.inTransaction())).isFalse();
        assertThat(sqlite.fetch("SELECT y FROM t")).containsExactly(new Object[] {"kept"});
    }

    @Test
    void leavesTheTransactionAfterAnOrdinaryFailure() {
        sqlite.begin();
        sqlite.execute("INSERT INTO t VALUES (1, 1)");

        BackendException failure = sqlite.refused("INSERT INTO t VALUES (1, 2)");

        assertThat(failure.kind()).isEqualTo(Kind.UNIQUE);
        assertThat(failure.effect()).isEqualTo(Effect.STATEMENT);
        sqlite.commit();
        assertThat(count()).isEqualTo(1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSERT OR ROLLBACK INTO t VALUES (1, 2)", "INSERT INTO t VALUES (666, 2)"})
    @Tag("Q4")
    @Tag("R15")
    void tellsThatSqliteHasRolledTheTransactionBack(String sql) {
        sqlite.execute(
                "CREATE TRIGGER ends BEFORE INSERT ON t WHEN NEW.x = 666 BEGIN SELECT RAISE(ROLLBACK, 'no'); END");
        sqlite.begin();
        sqlite.execute("INSERT INTO t VALUES (1, 1)");

        BackendException failure = sqlite.refused(sql);

        assertThat(failure.effect()).isEqualTo(Effect.TRANSACTION_ENDED);
        assertThat(await(sqlite.session.inTransaction())).isFalse();
        sqlite.rollback();
        assertThat(count()).isEqualTo(0L);
    }

    @Test
    @Tag("Q7")
    void reportsAFullDiskAndLosesNothingElse() {
        sqlite.execute("INSERT INTO t VALUES (1, 1)");
        sqlite.execute("PRAGMA max_page_count=20");
        sqlite.begin();
        sqlite.execute("INSERT INTO t VALUES (2, 2)");

        BackendException failure = sqlite.refused("INSERT INTO t VALUES (3, randomblob(1000000))");

        assertThat(failure.kind()).isEqualTo(Kind.DISK_FULL);
        boolean open = await(sqlite.session.inTransaction());
        assertThat(failure.effect()).isEqualTo(open ? Effect.STATEMENT : Effect.TRANSACTION_ENDED);
        sqlite.rollback();
        assertThat(count()).isEqualTo(1L);
        assertThat(sqlite.single("PRAGMA integrity_check")).isEqualTo("ok");
    }

    @Test
    @Tag("Q1")
    @Tag("R34")
    void takesTheWriteLockWhenItBegins() {
        try (Sqlite other = Sqlite.file(directory.resolve("a.db"), "busy_timeout=50ms")) {
            sqlite.begin();

            BackendException failure = failure(
                    other.session.run(Command.execute("INSERT INTO t VALUES (1, 1)", new Object[0])
                            .prelude(List.of(step(Control.Kind.BEGIN, 0)))
                            .build()),
                    BackendException.class);

            assertThat(failure.kind()).isEqualTo(Kind.BUSY);
            assertThat(failure.effect()).isEqualTo(Effect.TRANSACTION_ENDED);
            assertThat(await(other.session.inTransaction())).isFalse();
            sqlite.rollback();
            assertThat(count()).isEqualTo(0L);
        }
    }

    @Test
    void runsNothingBehindAFailedPrelude() {
        sqlite.begin();

        BackendException failure = failure(
                sqlite.session.run(Command.execute("INSERT INTO t VALUES (1, 1)", new Object[0])
                        .prelude(List.of(step(Control.Kind.RELEASE, 7)))
                        .build()),
                BackendException.class);

        assertThat(failure.effect()).isEqualTo(Effect.PRELUDE);
        assertThat(count()).isEqualTo(0L);
    }

    /** In the rollback journal's mode a commit waits for readers. */
    @Test
    @Tag("Q3")
    void keepsTheTransactionWhoseCommitMetALock() {
        Path file = directory.resolve("journal.db");
        try (Sqlite writer = Sqlite.file(file, "journal_mode=delete", "busy_timeout=50ms");
                Sqlite reader = Sqlite.file(file, "journal_mode=delete", "busy_timeout=50ms")) {
            writer.execute("CREATE TABLE t (x)");
            Control read =
                    Sqlite.step(Control.Kind.BEGIN, 0, SessionOptions.defaults().withReadOnly());
            reader.control(read);
            reader.single("SELECT count(*) FROM t");
            writer.begin();
            writer.execute("INSERT INTO t VALUES (1)");
            Command commit = Command.control(List.of(step(Control.Kind.COMMIT, 0)));

            BackendException failure = failure(writer.session.run(commit), BackendException.class);

            assertThat(failure.kind()).isEqualTo(Kind.BUSY);
            assertThat(failure.effect()).isEqualTo(Effect.STATEMENT);
            reader.rollback();
            await(writer.session.run(commit));
            assertThat(reader.single("SELECT count(*) FROM t")).isEqualTo(1L);
        }
    }

    @Test
    @Tag("Q3")
    void repeatsACommitUntilTheLockIsGone() {
        Path file = directory.resolve("journal.db");
        try (Sqlite writer = Sqlite.file(file, "journal_mode=delete", "busy_timeout=20s");
                Sqlite reader = Sqlite.file(file, "journal_mode=delete")) {
            writer.execute("CREATE TABLE t (x)");
            reader.control(
                    Sqlite.step(Control.Kind.BEGIN, 0, SessionOptions.defaults().withReadOnly()));
            reader.single("SELECT count(*) FROM t");
            writer.begin();
            writer.execute("INSERT INTO t VALUES (1)");

            CompletionStage<Reply> commit = writer.session.run(Command.control(List.of(step(Control.Kind.COMMIT, 0))));
            reader.rollback();

            await(commit);
            assertThat(reader.single("SELECT count(*) FROM t")).isEqualTo(1L);
        }
    }

    @Test
    @Tag("N11")
    void tellsAConstraintThatIsCheckedAtCommit() {
        sqlite.execute("CREATE TABLE c (t REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
        sqlite.begin();
        sqlite.execute("INSERT INTO c VALUES (7)");

        BackendException failure = failure(
                sqlite.session.run(Command.control(List.of(step(Control.Kind.COMMIT, 0)))), BackendException.class);

        assertThat(failure.kind()).isEqualTo(Kind.FOREIGN_KEY);
        assertThat(failure.effect()).isEqualTo(Effect.STATEMENT);
        assertThat(await(sqlite.session.inTransaction())).isTrue();
        sqlite.rollback();
        assertThat(await(sqlite.session.inTransaction())).isFalse();
    }

    @Test
    void refusesWritesInAReadOnlySession() {
        try (Sqlite memory = Sqlite.memory()) {
            memory.execute("CREATE TABLE t (x)");
            memory.control(
                    Sqlite.step(Control.Kind.BEGIN, 0, SessionOptions.defaults().withReadOnly()));
            assertThat(memory.refused("INSERT INTO t VALUES (1)").kind()).isEqualTo(Kind.READ_ONLY);
            memory.commit();

            assertThat(memory.execute("INSERT INTO t VALUES (1)").affectedRows())
                    .isOne();
        }
    }
}
