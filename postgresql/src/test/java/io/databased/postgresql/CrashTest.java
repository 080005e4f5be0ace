package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.CommitOutcomeUnknownException;
import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.Database;
import io.databased.Session;
import io.databased.servers.PostgresServer;
import io.databased.testkit.Futures;
import io.databased.testkit.LeakCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server is killed, and comes back. */
final class CrashTest {
    private static final int WRITERS = 8;

    /** Its log is written late, so that a crash forgets as much as can be; what it has acknowledged it keeps. */
    private final PostgresServer server =
            PostgresServer.builder().durable().set("wal_writer_delay", "10s").start();

    private final ProxiedPostgres there = new ProxiedPostgres(server);

    @AfterEach
    void close() {
        there.close();
        server.close();
    }

    @Test
    @Tag("R16")
    @Tag("N4")
    void commitThatReachedTheServerBeforeItDiedIsFoundAfterItsReturn() {
        try (Database database = there.connect(1)) {
            there.proxy.cutAfter("COMMIT");
            CommitOutcomeUnknownException unknown = failure(
                    database.session(session -> session.execute("INSERT INTO t VALUES (1)")),
                    CommitOutcomeUnknownException.class);
            server.kill();
            CompletableFuture<Outcome> outcome = unknown.resolve();
            server.start();

            assertThat(await(outcome)).isEqualTo(Outcome.COMMITTED);
            assertThat(there.rows()).isEqualTo("1");
        }
    }

    /** The crash forgets the first transaction, and the second one gets its identifier. */
    @Test
    @Tag("R16")
    void commitOfAnotherTransactionUnderTheSameIdentifierIsNotTakenForIt() {
        try (Database database = there.connect(1)) {
            await(database.execute("INSERT INTO t VALUES (1)"));
            Session lost = await(database.session().open());
            await(lost.execute("INSERT INTO t VALUES (2)"));
            String id = await(id(lost));
            there.proxy.cutBefore("COMMIT");
            CommitOutcomeUnknownException unknown = failure(lost.commit(), CommitOutcomeUnknownException.class);
            server.kill();
            server.start();
            String other = "";
            for (int row = 3; !other.equals(id) && row < 200; row++) {
                List<Integer> values = List.of(row);
                other = await(database.session(session ->
                        session.execute("INSERT INTO t VALUES (?)", values).thenCompose(inserted -> id(session))));
            }

            assertThat(other).as("the identifier was given again").isEqualTo(id);
            assertThat(await(unknown.resolve())).isEqualTo(Outcome.ROLLED_BACK);
        }
    }

    private static CompletableFuture<String> id(Session session) {
        return session.fetchAll("SELECT pg_current_xact_id()::text AS id")
                .thenApply(rows -> rows.get(0).getString("id"));
    }

    @Test
    @Tag("N6")
    @Tag("P10")
    void nothingAcknowledgedIsLostUnderLoadAndWorkGoesOnSoonAfterTheReturn() {
        try (Database database = there.connect(4)) {
            Set<Integer> committed = new ConcurrentSkipListSet<>();
            Map<Integer, CommitOutcomeUnknownException> unknown = new ConcurrentHashMap<>();
            AtomicInteger ids = new AtomicInteger();
            AtomicBoolean enough = new AtomicBoolean();
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            IntStream.range(0, WRITERS)
                    .forEach(i -> writers.add(CompletableFuture.runAsync(() -> {
                        while (!enough.get()) {
                            write(database, ids.incrementAndGet(), committed, unknown);
                        }
                    })));
            Futures.until("all write", () -> committed.size() > 200);
            server.kill();
            // What a session has read of its transaction only after the server's return cannot be told from what is
            // newer.
            Futures.until(
                    "all have noticed", () -> database.stats().connections().size() == 0);
            server.start();
            int before = committed.size();
            Futures.until("all write again", () -> committed.size() > before + 10);
            enough.set(true);
            writers.forEach(Futures::await);
            LeakCheck.assertIdle(database);

            Set<Integer> there = present();
            assertThat(there).containsAll(committed);
            unknown.forEach((id, failure) -> assertThat(await(failure.resolve()))
                    .as("row %d", id)
                    .isEqualTo(there.contains(id) ? Outcome.COMMITTED : Outcome.ROLLED_BACK));
            there.removeAll(committed);
            assertThat(unknown.keySet()).containsAll(there);
        }
    }

    private static void write(
            Database database, int id, Set<Integer> committed, Map<Integer, CommitOutcomeUnknownException> unknown) {
        try {
            await(database.session(session -> session.execute("INSERT INTO t VALUES (?)", List.of(id))));
            committed.add(id);
        } catch (CommitOutcomeUnknownException e) {
            unknown.put(id, e);
        } catch (RuntimeException rolledBack) {
            assertThat(committed).doesNotContain(id);
        }
    }

    private Set<Integer> present() {
        Set<Integer> rows = new TreeSet<>();
        for (String id : there.rows().split(",")) {
            rows.add(Integer.valueOf(id));
        }
        return rows;
    }
}
