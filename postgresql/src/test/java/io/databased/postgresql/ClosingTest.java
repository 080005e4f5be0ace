package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.postgresql.ServerSide.signal;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.PoolOptions;
import io.databased.Queryable;
import io.databased.Session;
import io.databased.servers.FaultProxy.Hold;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nothing goes on in the server for a connection that is closed, although each signal that was given before comes ahead of
 * what it is for.
 */
@Tag("R19")
@Tag("R24")
@Tag("N16")
final class ClosingTest {
    /** How long who gives up a connection waits for its last answer, which does not come while it is held. */
    private static final Duration SOON = Duration.ofMillis(500);

    /** What took longer is not sent with others the next time. */
    private static final Duration QUICK = Duration.ofMillis(100);

    private static final String QUERY = "SELECT pg_sleep(?), ?";
    private static final String WRITE = "INSERT INTO t SELECT length(?) FROM pg_sleep(?)";

    private final ProxiedPostgres there = new ProxiedPostgres();
    private final Database database =
            there.connect(PoolOptions.builder().maxSize(1).closeTimeout(SOON));

    @AfterEach
    void close() {
        database.close();
        there.close();
    }

    /** What takes that many seconds, and has the mark in the message that begins it, for it is prepared before. */
    private enum Work {
        QUERY {
            @Override
            CompletableFuture<?> begin(Database on, double seconds, String mark) {
                return query(on, seconds, mark);
            }
        },
        WRITE {
            @Override
            CompletableFuture<?> begin(Database on, double seconds, String mark) {
                return write(on, seconds, mark);
            }
        },
        BATCH {
            @Override
            CompletableFuture<?> begin(Database on, double seconds, String mark) {
                return on.executeMany(ClosingTest.WRITE, List.of(List.of(mark, seconds), List.of(mark + "!", seconds)));
            }
        },
        STREAM {
            @Override
            CompletableFuture<?> begin(Database on, double seconds, String mark) {
                return on.forEach(
                        sql("SELECT :mark FROM pg_sleep(:seconds)")
                                .bind("seconds", seconds)
                                .bind("mark", mark),
                        row -> {});
            }
        },
        SESSION {
            @Override
            CompletableFuture<?> begin(Database on, double seconds, String mark) {
                return on.session(session -> write(session, 0, "").thenCompose(done -> query(session, seconds, mark)));
            }
        },
        PIPELINE {
            @Override
            CompletableFuture<?> begin(Database on, double seconds, String mark) {
                return on.session(session -> {
                    query(session, seconds, mark);
                    return query(session, seconds, mark);
                });
            }
        };

        abstract CompletableFuture<?> begin(Database on, double seconds, String mark);
    }

    private static CompletableFuture<?> query(Queryable on, double seconds, String mark) {
        return on.fetchAll(QUERY, List.of(seconds, mark));
    }

    private static CompletableFuture<?> write(Queryable on, double seconds, String mark) {
        return on.execute(WRITE, List.of(mark, seconds));
    }

    /** A one-shot that took long the last time, as on a busy machine, would have a connection alone. */
    private static void untilQuick(Supplier<CompletableFuture<?>> run) {
        long begun;
        do {
            begun = System.nanoTime();
            await(run.get());
        } while (System.nanoTime() - begun > QUICK.toNanos());
    }

    private void prepare() {
        for (Work work : Work.values()) {
            await(work.begin(database, 0, "early"));
            await(database.execute("DELETE FROM t"));
        }
    }

    @ParameterizedTest
    @Execution(CONCURRENT)
    @EnumSource(Work.class)
    void whatArrivesBehindItsSignalIsStopped(Work work) {
        prepare();
        Hold held = there.proxy.hold("held");
        CompletableFuture<?> slow = work.begin(database, 120, "held");
        held.await();

        slow.cancel(true);
        awaitGivenUp();
        awaitSignals();
        held.release();

        there.awaitNoBackends();
        assertThat(there.rows()).isEmpty();
    }

    /** One after the other, each of them being a statement that would run for long. */
    @Test
    @Execution(CONCURRENT)
    void whatIsOnTheWireBehindIsStopped() {
        prepare();
        untilQuick(() -> query(database, 0, ""));
        untilQuick(() -> write(database, 0, ""));
        await(database.execute("DELETE FROM t"));
        Hold held = there.proxy.hold("held");
        CompletableFuture<?> first = query(database, 120, "held");
        CompletableFuture<?> second = query(database, 120, "second");
        CompletableFuture<?> third = write(database, 120, "third");
        held.await();

        first.cancel(true);
        awaitGivenUp();
        awaitSignals();
        held.release();

        failure(second, DatabasedException.class);
        failure(third, DatabasedException.class);
        there.awaitNoBackends();
        assertThat(there.rows()).isEmpty();
    }

    /** The COMMIT ahead of it is not stopped, nor is its BEGIN: what is behind that would commit by itself. */
    @Test
    @Execution(CONCURRENT)
    @Tag("R17")
    void nextSessionOnTheWireIsStoppedAndTheCommitBeforeItIsNot() {
        prepare();
        Hold held = there.proxy.hold("COMMIT");
        CompletableFuture<Void> written = new CompletableFuture<>();
        CompletableFuture<Void> over = new CompletableFuture<>();
        CompletableFuture<?> committed = database.session(session ->
                write(session, 0, "1").thenRun(() -> written.complete(null)).thenCompose(done -> over));
        await(written);
        there.proxy.traffic().reset();
        CompletableFuture<?> next = database.session(session -> write(session, 120, "22"));
        until("it waits for the connection", () -> database.stats().waiting() == 1);
        over.complete(null);
        held.await();
        until("it is on the wire", () -> there.proxy.traffic().messages("B") > 0);

        next.cancel(true);
        awaitGivenUp();
        held.release();

        there.awaitNoBackends();
        assertThat(there.rows()).isEqualTo("1");
        await(committed.handle((done, unknown) -> true));
    }

    /** A process that stands still has one signal pending at most, which comes before what it reads next. */
    @Test
    @Execution(CONCURRENT)
    void processThatStoodStillIsStopped() {
        Session session = await(database.session().open());
        await(query(session, 0, ""));
        int process = await(session.fetchOne(sql("SELECT pg_backend_pid()").value(Integer.class)))
                .orElseThrow();
        signal("STOP", process);
        CompletableFuture<?> slow = query(session, 120, "");

        slow.cancel(true);
        await(session.close());
        awaitGivenUp();
        awaitSignals();
        signal("CONT", process);

        there.awaitNoBackends();
    }

    /** Disconnecting waits for it, for a while. */
    @Test
    @Execution(CONCURRENT)
    @Tag("R4")
    void whatArrivesWhileDisconnectingIsStopped() {
        Database other = there.connect(PoolOptions.builder().maxSize(1).disconnectGrace(Duration.ofMillis(50)));
        untilQuick(() -> query(other, 0, ""));
        untilQuick(() -> write(other, 0, "early"));
        await(other.execute("DELETE FROM t"));
        there.proxy.traffic().reset();
        CompletableFuture<?> slow = query(other, 120, "");
        CompletableFuture<?> behind = write(other, 120, "1"); // at once: later nobody is sent behind the other
        until("both are on the wire", () -> there.proxy.traffic().messages("B") == 2);
        there.awaitRunning("pg_sleep");

        await(other.disconnect());

        failure(slow, DatabasedException.class);
        failure(behind, DatabasedException.class);
        await(database.disconnect());
        there.awaitNoBackends();
        assertThat(there.rows()).isEmpty();
    }

    /** What brings the connection back behind it. */
    private enum Mark {
        ONE_SHOT {
            @Override
            CompletableFuture<?> leave(Database on) {
                return on.execute("SET application_name = 'marked'");
            }
        },
        SESSION {
            @Override
            CompletableFuture<?> leave(Database on) {
                return on.session(session -> session.execute("SET application_name = 'marked'"));
            }
        },
        ANOTHER_BEHIND {
            @Override
            CompletableFuture<?> leave(Database on) {
                CompletableFuture<?> marked = ONE_SHOT.leave(on);
                write(on, 0, "1").exceptionally(lost -> null);
                return marked;
            }
        };

        abstract CompletableFuture<?> leave(Database on);
    }

    /** Its statement is answered by then: what a new connection is given is run again behind it, and waits for a lock. */
    @ParameterizedTest
    @Execution(CONCURRENT)
    @EnumSource(Mark.class)
    @Tag("R22")
    void resetThatHangsIsStopped(Mark mark) throws SQLException {
        there.execute("CREATE TABLE gate (i int)");
        Database other = await(there.builder()
                .pool(PoolOptions.builder().maxSize(1).closeTimeout(SOON).build())
                .connectionInitSql("SELECT count(*) FROM gate")
                .build()
                .connect());
        try (Connection locking = there.direct();
                Statement lock = locking.createStatement()) {
            locking.setAutoCommit(false);
            lock.execute("LOCK TABLE gate");
            await(mark.leave(other));
            until("it waits", () -> waitingForALock() == 1);

            await(other.disconnect());

            until("it waits no more", () -> waitingForALock() == 0);
            assertThat(there.rows()).isEmpty();
        }
    }

    private int waitingForALock() {
        return Integer.parseInt(
                there.look("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'gate'::regclass"));
    }

    private void awaitGivenUp() {
        until("the connection is given up", () -> database.stats().connections().size() == 0);
    }

    /** The one that is given when a connection is closed, and another: the first went unheard by then. */
    private void awaitSignals() {
        int before = there.proxy.traffic().messages("cancel");
        until("the signal is repeated", () -> there.proxy.traffic().messages("cancel") >= before + 2);
    }
}
