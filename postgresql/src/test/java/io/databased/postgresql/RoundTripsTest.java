package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Queryable;
import io.databased.UpdateResult;
import io.databased.servers.FaultProxy.Hold;
import io.databased.testkit.Futures;
import io.databased.testkit.LeakCheck;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How often a warm connection speaks and waits. */
final class RoundTripsTest {
    private static final int MANY = 10;

    private final ProxiedPostgres there = new ProxiedPostgres();
    private final Database database = there.connect(PoolOptions.builder()
            .maxSize(1)
            .validateAfterIdle(
                    Duration.ofHours(1))); // a busy machine may stand still for the second that is the default
    private final AtomicInteger ids = new AtomicInteger();

    @BeforeEach
    void prepareTheStatements() {
        await(read(database));
        await(database.session(session -> write(session).thenCompose(one -> write(session))));
        LeakCheck.assertIdle(database);
        there.proxy.latency(Duration.ofMillis(50)); // longer than a thread waits for a processor
        there.proxy.traffic().reset();
    }

    @AfterEach
    void close() {
        database.close();
        there.close();
    }

    @Test
    void oneShotIsOne() {
        await(write(database));
        assertThat(roundTrips()).isEqualTo(1);
        await(read(database));
        assertThat(roundTrips()).isEqualTo(2);
    }

    @Test
    void sessionIsOneMoreThanItsStatements() {
        await(database.session(
                session -> write(session).thenCompose(one -> read(session)).thenCompose(two -> write(session))));

        assertThat(roundTrips()).isEqualTo(4);
        assertThat(there.proxy.traffic().texts().get(0)).isEqualTo("BEGIN");
    }

    @Test
    void childSessionsAddNone() {
        await(database.session(session -> write(session)
                .thenCompose(one -> session.transaction(
                        child -> write(child).thenCompose(two -> child.transaction(grandchild -> write(grandchild)))))
                .thenCompose(three -> write(session))));

        assertThat(roundTrips()).isEqualTo(5);
        assertThat(there.proxy.traffic().texts())
                .containsSubsequence(
                        "SAVEPOINT databased_1",
                        "SAVEPOINT databased_2",
                        "RELEASE SAVEPOINT databased_2; RELEASE SAVEPOINT databased_1");
    }

    @Test
    void childSessionsThatBeginOrEndOneAddNone() {
        await(database.session(session -> session.transaction(this::write)));

        assertThat(roundTrips()).isEqualTo(2);
    }

    @Test
    void statementsThatDoNotWaitForEachOtherAreOne() {
        Hold begin = there.proxy.hold("BEGIN");
        CompletableFuture<?> all = database.session(session -> CompletableFuture.allOf(
                IntStream.range(0, MANY).mapToObj(i -> write(session)).toArray(CompletableFuture[]::new)));
        begin.await();
        int withTheQuestion = MANY + 1; // for the number of the transaction
        Futures.until("all are on the wire", () -> there.proxy.traffic().messages("B") == withTheQuestion);
        begin.release();
        await(all);

        assertThat(roundTrips()).isEqualTo(2); // and COMMIT
        assertThat(there.rows()).contains(String.valueOf(MANY));
    }

    @Test
    @Tag("R6")
    void sessionWithoutStatementsIsNone() {
        await(database.session(
                session -> session.transaction(child -> CompletableFuture.completedFuture("nothing happened"))));

        assertThat(roundTrips()).isZero();
        assertThat(there.proxy.traffic().connections()).isZero();
    }

    private int roundTrips() {
        return there.proxy.traffic().roundTrips();
    }

    private CompletableFuture<UpdateResult> write(Queryable on) {
        return on.execute("INSERT INTO t VALUES (?)", List.of(ids.incrementAndGet()));
    }

    private CompletableFuture<?> read(Queryable on) {
        return on.fetchAll("SELECT id FROM t");
    }
}
