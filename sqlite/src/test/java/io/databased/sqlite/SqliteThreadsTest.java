package io.databased.sqlite;

import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.SessionBackend;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.core.DB;
import org.sqlite.core.NativeDB;

/** SQLite does not lock its connections: the driver lets one thread call at a time. */
class SqliteThreadsTest {
    private static final int THREADS = 4;
    private static final int TIMES = 500;

    @TempDir
    private Path directory;

    private Sqlite sqlite;
    private ExecutorService threads;

    @BeforeEach
    void open() {
        sqlite = Sqlite.file(directory.resolve("a.db"));
        sqlite.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, n INT)");
        threads = Executors.newFixedThreadPool(THREADS);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        sqlite.close();
    }

    /** If another version of the driver locks less, SQLite must lock again. */
    @Test
    void driverLetsOneThreadCallAtATimeButForItsSignal() {
        List<String> unlocked = Stream.of(NativeDB.class.getDeclaredMethods())
                .filter(method -> Modifier.isNative(method.getModifiers()))
                .filter(method -> !Modifier.isSynchronized(method.getModifiers()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .toList();

        assertThat(unlocked).containsExactlyInAnyOrder("interrupt", "libversion_utf8");
    }

    @Test
    void noConnectionIsLockedBySqliteItself() {
        try (Sqlite memory = Sqlite.memory();
                Sqlite temporary = Sqlite.temporary()) {
            Stream.of(sqlite.session, sqlite.open(Role.REPLICA), memory.session, temporary.session)
                    .map(session -> driver(session).getDatabase().getConfig().getOpenModeFlags())
                    .forEach(flags -> assertThat(flags & (SQLiteOpenMode.NOMUTEX.flag | SQLiteOpenMode.FULLMUTEX.flag))
                            .isEqualTo(SQLiteOpenMode.NOMUTEX.flag));
        }
    }

    /** Who has the driver's connection may use it as any JDBC connection. */
    @Test
    void unwrappedConnectionMayBeUsedBySeveralThreads() {
        SQLiteConnection connection = driver(sqlite.session);

        all(thread -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t (n) VALUES (?)");
                    PreparedStatement select = connection.prepareStatement("SELECT ? + 1")) {
                for (int i = 0; i < TIMES; i++) {
                    insert.setInt(1, thread);
                    insert.executeUpdate();
                    select.setInt(1, i);
                    try (ResultSet row = select.executeQuery()) {
                        assertThat(row.next()).isTrue();
                        assertThat(row.getInt(1)).isEqualTo(i + 1);
                    }
                }
            }
        });

        assertThat(sqlite.single("SELECT count(*) FROM t")).isEqualTo((long) THREADS * TIMES);
        assertThat(sqlite.single("PRAGMA integrity_check")).isEqualTo("ok");
    }

    /** The only call that is made beside another one: it sets a flag. */
    @Test
    void signalsMayComeWhileAnyStatementRuns() throws SQLException {
        SQLiteConnection connection = driver(sqlite.session);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> signals = CompletableFuture.runAsync(
                () -> {
                    while (!over.get()) {
                        signal(connection.getDatabase());
                        Thread.onSpinWait();
                    }
                },
                threads);
        until("one is stopped", () -> isStopped(connection)); // the other thread may have to wait for a processor
        for (int i = 0; i < TIMES; i++) {
            isStopped(connection);
        }
        over.set(true);
        signals.orTimeout(30, TimeUnit.SECONDS).join();

        assertThat(isStopped(connection)).isFalse();
        assertThat(sqlite.single("PRAGMA integrity_check")).isEqualTo("ok");
    }

    private static boolean isStopped(SQLiteConnection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO t (n) WITH RECURSIVE r(x) AS"
                    + " (SELECT 1 UNION ALL SELECT x + 1 FROM r LIMIT 1000) SELECT x FROM r");
            return false;
        } catch (SQLException stopped) {
            return true;
        }
    }

    private static void signal(DB db) {
        try {
            db.interrupt();
        } catch (SQLException closed) {
            throw new IllegalStateException(closed);
        }
    }

    private static SQLiteConnection driver(SessionBackend session) {
        return session.unwrap(SQLiteConnection.class).orElseThrow();
    }

    private void all(Task task) {
        CompletableFuture<?>[] all = IntStream.range(0, THREADS)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> run(task, thread), threads))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(all).orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static void run(Task task, int thread) {
        try {
            task.run(thread);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private interface Task {
        void run(int thread) throws SQLException;
    }
}
