package io.databased.sqlite;

import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.SessionOptions;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** By futures, callbacks follow on the connection's thread, and keep nobody from the connection. */
@Tag("R31")
@Timeout(180)
class SqliteCallbacksTest {
    private static final String SLOW =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

    @TempDir
    private Path folder;

    private Database database;
    private final Set<Thread> ofOthers = connectionThreads();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void open() {
        PoolOptions impatient =
                PoolOptions.builder().disconnectGrace(Duration.ofMillis(300)).build();
        database = Database.builder("sqlite:///" + folder.resolve("a.db"))
                .pool(impatient)
                .build();
        database.connect().join();
        database.execute("CREATE TABLE t (x INTEGER PRIMARY KEY, y)").join();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private <T> T here(T value) {
        threads.add(Thread.currentThread());
        return value;
    }

    private CompletableFuture<?> insert() {
        return database.execute("INSERT INTO t (y) VALUES (1)");
    }

    /** Returns once the callback runs on another thread than this: not if the answer was there before it was asked for. */
    private CompletableFuture<?> inCallback(Supplier<CompletableFuture<?>> statement, Runnable callback) {
        Thread test = Thread.currentThread();
        CompletableFuture<Boolean> elsewhere = new CompletableFuture<>();
        CompletableFuture<?> called = statement.get().thenRun(() -> {
            boolean isElsewhere = Thread.currentThread() != test;
            elsewhere.complete(isElsewhere);
            if (isElsewhere) {
                callback.run();
            }
        });
        return value(elsewhere) ? called : inCallback(statement, callback);
    }

    private long rows() {
        return database.blocking().fetchAll("SELECT x FROM t").size();
    }

    private static <T> T value(CompletableFuture<T> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Set<Thread> connectionThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("databased-sqlite-"))
                .collect(Collectors.toSet());
    }

    /** A read that takes some milliseconds, so that the callback is there before it is answered. */
    private CompletableFuture<?> answered() {
        return database.fetchAll(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT max(i) FROM n");
    }

    /** As long as the thread is not taken for stuck, which happens where it has to wait long for a processor. */
    @Test
    void sessionAndItsCallbacksFollowOnOneThread() {
        until("all ran on one thread", () -> {
            threads.clear();
            value(answered()
                    .thenCompose(rows -> database.session(session -> session.execute("INSERT INTO t (y) VALUES (1)")
                            .thenApply(this::here)
                            .thenCompose(
                                    first -> session.transaction(child -> child.execute("INSERT INTO t (y) VALUES (2)")
                                            .thenApply(this::here)))
                            .thenApply(this::here)))
                    .thenApply(this::here));
            return threads.size() == 1 && connectionThreads().containsAll(threads);
        });
    }

    @Test
    void callbackWaitsForTheWriterThatItHolds() {
        value(database.session(session -> session.execute("INSERT INTO t (y) VALUES (1)")
                .thenApply(first -> {
                    session.execute("INSERT INTO t (y) VALUES (2)").join();
                    session.blocking().execute("INSERT INTO t (y) VALUES (3)");
                    return CompletableFuture.supplyAsync(() -> session.execute("INSERT INTO t (y) VALUES (4)")
                                    .join())
                            .join();
                })));

        assertThat(rows()).isEqualTo(4);
    }

    @Test
    void callbacksThatNeverEndKeepNobodyFromTheWriterNorTheReaders() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        for (int i = 0; i < 5; i++) {
            inCallback(this::insert, end::join);
            inCallback(this::answered, end::join);
            value(insert());
        }

        assertThat(rows()).isGreaterThanOrEqualTo(10);
        end.complete(null);
    }

    @Test
    void sessionWhoseCallbackNeverEndsIsCutShortByDisconnect() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        CompletableFuture<Void> inside = new CompletableFuture<>();
        // Not from here: a callback that is added behind the answer runs where it is added.
        CompletableFuture<?> stuck = CompletableFuture.completedFuture(null)
                .thenComposeAsync(
                        any -> database.session(session -> session.execute("INSERT INTO t (y) VALUES (1)")
                                .thenCompose(first -> {
                                    inside.complete(null);
                                    end.join();
                                    return session.execute("INSERT INTO t (y) VALUES (2)");
                                })),
                        task -> new Thread(task).start());
        value(inside);

        value(database.disconnect());
        end.complete(null);

        assertThat(stuck).failsWithin(Duration.ofSeconds(60));
        value(database.connect());
        assertThat(rows()).isZero();
    }

    @Test
    @Tag("R32")
    void noThreadIsLeftAfterDisconnect() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        inCallback(this::answered, end::join);
        inCallback(this::insert, end::join);
        value(insert());
        value(answered());

        value(database.disconnect());
        end.complete(null);

        until("only threads of others are there", () -> ofOthers.containsAll(connectionThreads()));
    }

    @Test
    @Tag("R20")
    void statementTimeoutReachesWhatACallbackHasSent() {
        CompletableFuture<?> late = database.session(
                SessionOptions.defaults().withStatementTimeout(Duration.ofMillis(100)),
                session ->
                        session.execute("INSERT INTO t (y) VALUES (1)").thenCompose(first -> session.fetchAll(SLOW)));

        assertThat(failure(late).kind()).isEqualTo(Kind.TIMEOUT);
        value(insert());
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    @Tag("R19")
    void cancelReachesWhatACallbackHasSent() {
        CompletableFuture<CompletableFuture<?>> sent = new CompletableFuture<>();
        CompletableFuture<?> session = database.session(
                open -> open.execute("INSERT INTO t (y) VALUES (1)").thenCompose(first -> {
                    CompletableFuture<?> slow = open.fetchAll(SLOW);
                    sent.complete(slow);
                    return slow;
                }));

        assertThat(value(sent).cancel(true)).isTrue();

        assertThat(session).failsWithin(Duration.ofSeconds(60));
        value(insert());
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    @Tag("R19")
    void callbackThatIsInterruptedGivesUpWhatItWaitsFor() {
        CompletableFuture<Thread> waiting = new CompletableFuture<>();
        CompletableFuture<?> interrupted = inCallback(this::answered, () -> {
            waiting.complete(Thread.currentThread());
            database.blocking().fetchAll(SLOW);
        });

        value(waiting).interrupt();

        assertThat(interrupted).failsWithin(Duration.ofSeconds(60));
        value(answered());
        value(insert());
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void executorOfTheUserGetsTheCallbacks() {
        Set<Thread> own = ConcurrentHashMap.newKeySet();
        Database with = Database.builder("sqlite:///" + folder.resolve("b.db"))
                .completionExecutor(callback -> {
                    Thread thread = new Thread(callback, "own");
                    own.add(thread);
                    thread.start();
                })
                .build();
        value(with.connect());

        // A callback that is added behind the answer runs on this thread, so it is tried until one was there before.
        until("it ran on the thread of the connection", () -> {
            Thread caller = value(with.session(session -> session.execute("CREATE TABLE IF NOT EXISTS t (x)")
                    .thenCompose(first -> session.execute("INSERT INTO t VALUES (1)"))
                    .thenApply(second -> Thread.currentThread())));
            assertThat(caller == Thread.currentThread() || own.contains(caller)).isTrue();
            return own.contains(caller);
        });
        value(with.disconnect());
    }

    private static StatementException failure(CompletableFuture<?> future) {
        try {
            throw new AssertionError("succeeded with " + future.get(60, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return (StatementException) e.getCause();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
