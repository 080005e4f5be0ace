package io.databased.sqlite;

import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.BlockingSession;
import io.databased.Database;
import io.databased.SessionOptions;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.Function;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/** A session by {@code blocking()} runs where its caller waits, and the caller can still be set free. */
@Tag("R35")
class SqliteWaitingCallerTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.of("sqlite:///" + folder.resolve("a.db") + "?busy_timeout=60s");
        database.connect().join();
        database.execute("CREATE TABLE t (x INTEGER PRIMARY KEY, y)").join();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private long rows() {
        return database.blocking().fetchAll("SELECT x FROM t").size();
    }

    /** Notes the threads that call {@code here()} and COMMIT. */
    private static final class Threads extends Function implements SQLiteCommitListener {
        final Set<Thread> statements = ConcurrentHashMap.newKeySet();
        final Set<Thread> commits = ConcurrentHashMap.newKeySet();

        void listen(SQLiteConnection connection) throws SQLException {
            Function.create(connection, "here", this);
            connection.addCommitListener(this);
        }

        @Override
        protected void xFunc() throws SQLException {
            statements.add(Thread.currentThread());
            result(1);
        }

        @Override
        public void onCommit() {
            commits.add(Thread.currentThread());
        }

        @Override
        public void onRollback() {}
    }

    @Test
    void everyStatementOfTheSessionRunsWhereItsCallerWaits() throws SQLException {
        Threads threads = new Threads();
        database.blocking().session(session -> {
            SQLiteConnection connection = session.unwrap(SQLiteConnection.class);
            threads.listen(connection);
            session.execute("INSERT INTO t VALUES (1, here())");
            session.execute("UPDATE t SET y = here() WHERE x = ?", List.of(1));
            session.fetchAll("SELECT here() FROM t");
            session.executeMany("INSERT INTO t VALUES (?, here())", List.of(List.of(2), List.of(3)));
            session.transaction(child -> child.execute("INSERT INTO t VALUES (4, here())"));
            return session.transaction(
                    child -> child.executeMany("INSERT INTO t VALUES (?, here())", List.of(List.of(5), List.of(6))));
        });

        assertThat(threads.statements).containsExactly(Thread.currentThread());
        assertThat(threads.commits).containsExactly(Thread.currentThread());
        assertThat(rows()).isEqualTo(6);
    }

    @Test
    void aSessionThatOnlyReadsDoesSo() throws SQLException {
        Threads threads = new Threads();
        database.blocking().session(SessionOptions.defaults().withReadOnly(), session -> {
            threads.listen(session.unwrap(SQLiteConnection.class));
            return session.fetchAll("SELECT here()");
        });

        assertThat(threads.statements).containsExactly(Thread.currentThread());
    }

    @Test
    void theSameSessionByFuturesDoesNot() {
        Threads threads = new Threads();
        database.session(session -> session.unwrap(SQLiteConnection.class).thenCompose(connection -> {
                    try {
                        threads.listen(connection);
                    } catch (SQLException e) {
                        throw new AssertionError(e);
                    }
                    return session.execute("INSERT INTO t VALUES (1, here())");
                }))
                .join();

        assertThat(threads.statements).hasSize(1).doesNotContain(Thread.currentThread());
    }

    @Test
    void aFailureUndoesTheChildAlone() {
        database.blocking().session(session -> {
            session.execute("INSERT INTO t VALUES (1, 'kept')");
            assertThatThrownBy(() -> session.transaction(child -> {
                        child.execute("INSERT INTO t VALUES (2, 'undone')");
                        return child.execute("INSERT INTO t VALUES (1, 'again')");
                    }))
                    .isInstanceOf(StatementException.class);
            assertThatThrownBy(() -> session.transaction(child ->
                            child.executeMany("INSERT INTO t VALUES (?, 'undone')", List.of(List.of(3), List.of(1)))))
                    .isInstanceOf(StatementException.class);
            return session.execute("INSERT INTO t VALUES (4, 'kept')");
        });

        assertThat(rows()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t (y) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
                "UPDATE t SET y = (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n)"
            })
    @Tag("N8")
    void theStatementTimeoutHolds(String endless) {
        database.execute("INSERT INTO t VALUES (1, 0)").join();
        assertThatThrownBy(() -> database.blocking()
                        .session(SessionOptions.defaults().withStatementTimeout(Duration.ofMillis(100)), session -> {
                            session.execute("INSERT INTO t VALUES (9, 'undone')");
                            return endless.startsWith("WITH") ? session.fetchAll(endless) : session.execute(endless);
                        }))
                .isInstanceOfSatisfying(
                        StatementException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));

        assertThat(rows()).isEqualTo(1);
        database.blocking().session(session -> session.execute("INSERT INTO t VALUES (10, 'kept')"));
        assertThat(rows()).isEqualTo(2);
    }

    /** Holds the lock on the file, as another process may. */
    private Connection locking() throws SQLException {
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("a.db"));
        try (Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
        }
        return other;
    }

    private static void unlock(Connection other) throws SQLException {
        try (Statement statement = other.createStatement()) {
            statement.execute("ROLLBACK");
        }
    }

    private static int insert(BlockingSession session) {
        session.execute("INSERT INTO t VALUES (1, 'written')");
        return 1;
    }

    @Test
    void theStatementTimeoutHoldsForTheLockOfAnotherProcess() throws SQLException {
        try (Connection other = locking()) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> database.blocking()
                            .session(
                                    SessionOptions.defaults().withStatementTimeout(Duration.ofMillis(100)),
                                    SqliteWaitingCallerTest::insert))
                    .isInstanceOfSatisfying(
                            StatementException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG.dividedBy(2));
            unlock(other);
        }
        assertThat(rows()).isZero();
        database.blocking().session(SqliteWaitingCallerTest::insert);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    @Tag("Q6")
    void anInterruptSetsFreeWhoWaitsForTheLock() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                database.blocking().session(SqliteWaitingCallerTest::insert);
                thrown.completeExceptionally(new AssertionError("written"));
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        try (Connection other = locking()) {
            caller.start();
            until("the caller waits", () -> caller.getState() == Thread.State.TIMED_WAITING); // between two tries
            caller.interrupt();
            assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
            unlock(other);
        }
        assertThat(rows()).isZero();
        database.blocking().session(SqliteWaitingCallerTest::insert);
        assertThat(rows()).isEqualTo(1);
    }

    /** By futures, too, the connection does not wait on for what nobody wants any more. */
    @Test
    void aCancelledSessionWaitsForTheLockNoLonger() throws SQLException {
        try (Connection other = locking()) {
            CompletableFuture<?> session = database.session(
                    SessionOptions.defaults().withStatementTimeout(Duration.ofMillis(100)),
                    writing -> writing.execute("INSERT INTO t VALUES (1, 'undone')"));
            assertThatThrownBy(() -> session.orTimeout(30, TimeUnit.SECONDS).join())
                    .cause()
                    .isInstanceOfSatisfying(
                            StatementException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
            unlock(other);
        }
        database.blocking().session(SqliteWaitingCallerTest::insert);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void cancelledByAnotherThreadItReturns() throws Exception {
        CompletableFuture<BlockingSession> running = new CompletableFuture<>();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        database.blocking().session(session -> {
                            session.execute("INSERT INTO t VALUES (1, 'undone')");
                            running.complete(session);
                            return session.execute(
                                    "INSERT INTO t (y) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                                            + " SELECT count(*) FROM n");
                        });
                        thrown.completeExceptionally(new AssertionError("ended"));
                    } catch (Throwable e) {
                        thrown.complete(e);
                    }
                })
                .start();
        running.get(30, TimeUnit.SECONDS).async().cancel().get(30, TimeUnit.SECONDS);

        assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOf(RuntimeException.class);
        assertThat(rows()).isZero();
    }
}
