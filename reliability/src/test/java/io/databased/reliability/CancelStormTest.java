package io.databased.reliability;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.servers.PgBouncer;
import io.databased.servers.PostgresServer;
import io.databased.testkit.Futures;
import io.databased.testkit.History;
import io.databased.testkit.History.Claim;
import io.databased.testkit.LeakCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many give up what they have begun, beside others who do not; those are never hit, nothing is left, and what is told is true. */
@ExtendWith(Harness.class)
final class CancelStormTest {
    private static final int GIVING_UP = 4;
    private static final int INNOCENT = 3;
    private static final Duration LENGTH = Scale.of(Duration.ofMillis(1_200), Duration.ofMinutes(3));

    /** Sessions come in on top of each other, so that one of the lower may wait until the storm is over. */
    private static final Duration LENGTH_IN_FORCE_ROLLBACK = Scale.of(LENGTH, Duration.ofSeconds(20));

    /** What innocents were told in place of success. */
    private final Collection<Throwable> hits = new ConcurrentLinkedQueue<>();

    private final AtomicInteger unharmed = new AtomicInteger();

    @ParameterizedTest
    @MethodSource("io.databased.reliability.Backend#all")
    @Tag("N16")
    @Tag("N17")
    @Tag("N8")
    @Tag("N26")
    @Tag("Q5")
    void innocentsAreNotHit(Backend backend) {
        try (Subject subject = backend.subject()) {
            storm(backend, subject, subject.builder(4), false);
        }
    }

    /** Where the pooler was fetched: a signal goes to it, and it finds the server's connection that has the transaction now. */
    @Test
    @Tag("pgbouncer")
    @Tag("N16")
    @Tag("N17")
    @Tag("N29")
    void innocentsAreNotHitThroughAPooler() {
        PostgresServer server = PostgresServer.shared();
        try (PgBouncer pooler = PgBouncer.inFrontOf(server);
                Subject subject = Subject.pooled(server, pooler)) {
            storm(Backend.POSTGRESQL, subject, subject.builder(4), false);
        }
    }

    /**
     * MariaDB's JDBC driver does not say when a signal is over, and SQLite ends the whole transaction when a statement that
     * writes is stopped (R30): the one connection would be lost.
     */
    @ParameterizedTest
    @MethodSource("withOneThatStays")
    @Tag("N16")
    @Tag("N17")
    void innocentsAreNotHitInForceRollback(Backend backend) {
        try (Subject subject = backend.subject()) {
            storm(backend, subject, subject.builder().forceRollback(), true);
            assertThat(subject.look("SELECT count(*) FROM written")).containsExactly(new long[] {0});
        }
    }

    static Stream<Backend> withOneThatStays() {
        return Backend.wired().filter(backend -> backend != Backend.MARIADB_JDBC);
    }

    private void storm(Backend backend, Subject subject, DatabaseBuilder builder, boolean forced) {
        subject.execute(Writers.TABLE);
        Random random = Scale.random("storm on " + backend);
        History history = new History(2);
        Database database = await(builder.build().connect());
        Claims claims = new Claims(history, forced);
        run(
                forced ? LENGTH_IN_FORCE_ROLLBACK : LENGTH,
                GIVING_UP,
                random,
                own -> new GiveUp(database, backend, claims, own)::once,
                own -> () -> innocent(backend, database, claims));
        if (!forced) {
            LeakCheck.assertIdle(database);
        }
        List<long[]> rows = forced ? writtenInTheEnd(database, claims) : written(database);
        await(database.disconnect());
        subject.awaitNoConnections();
        Report.add(Report.Count.STORMS, 1);
        Report.add(Report.Count.INNOCENTS, hits.size());
        assertThat(hits).isEmpty();
        claims.verify(rows);
        assertThat(unharmed).hasPositiveValue();
    }

    private static List<long[]> written(Database database) {
        return await(database.fetchAll("SELECT unit, part FROM written")).stream()
                .map(row -> new long[] {row.getLong("unit"), row.getLong("part")})
                .toList();
    }

    /** In force-rollback a look comes in on top of sessions that were cancelled and wait for their turn to roll back. */
    private static List<long[]> writtenInTheEnd(Database database, Claims claims) {
        long deadline = System.nanoTime() + Futures.DEADLINE.toNanos();
        List<long[]> rows = written(database);
        while (!claims.agree(rows) && System.nanoTime() - deadline < 0) {
            rows = written(database);
        }
        return rows;
    }

    private void innocent(Backend backend, Database database, Claims history) {
        long unit = history.begin();
        Throwable failure = Story.failureOf(database.session(session -> session.execute(
                        "INSERT INTO written VALUES (?, 0, ?)", List.of(unit, Harness.VALUE))
                .thenCompose(written -> session.fetchAll(backend.shortQuery))
                .thenCompose(read ->
                        session.execute("INSERT INTO written VALUES (?, 1, ?)", List.of(unit, Harness.VALUE)))));
        history.claim(unit, Claim.ofSession(failure));
        if (failure == null) {
            unharmed.incrementAndGet();
        } else {
            hits.add(failure);
        }
    }

    private interface Caller {
        Runnable with(Random random);
    }

    /** Runs both kinds again and again for some time. */
    private static void run(Duration length, int guilty, Random random, Caller giving, Caller innocent) {
        long end = System.nanoTime() + length.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(guilty + INNOCENT);
        List<CompletableFuture<?>> callers = new ArrayList<>();
        for (int i = 0; i < guilty + INNOCENT; i++) {
            Runnable once = (i < guilty ? giving : innocent).with(new Random(random.nextLong()));
            callers.add(CompletableFuture.runAsync(
                    () -> {
                        do { // once at least, though the machine be slow to start the thread
                            once.run();
                        } while (System.nanoTime() - end < 0);
                    },
                    threads));
        }
        threads.shutdown();
        CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new))
                .orTimeout(length.plus(Futures.DEADLINE).toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
