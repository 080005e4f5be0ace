package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Queryable;
import io.databased.Session;
import io.databased.servers.FaultProxy.Hold;
import io.databased.servers.PgBouncer;
import io.databased.servers.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/** Nothing goes on in the server for a connection to a pooler that is closed, where that is installed. */
@Tag("pgbouncer")
@Tag("N16")
@Tag("N29")
final class PgBouncerClosingTest {
    private static final String SLOW = "INSERT INTO t SELECT length(?) FROM pg_sleep(?)";

    private final PostgresServer server = PostgresServer.shared();
    private final PgBouncer pooler = PgBouncer.inFrontOf(server);
    private final ProxiedPostgres there = new ProxiedPostgres(server, pooler);
    private final Database database =
            there.connect(PoolOptions.builder().maxSize(1).disconnectGrace(Duration.ofMillis(50)));

    @AfterEach
    void close() {
        database.close();
        there.close();
        pooler.close();
    }

    private static CompletableFuture<?> slow(Queryable on, String mark) {
        return on.execute(SLOW, List.of(mark, 120.0));
    }

    private void awaitGivenUp() {
        until("the connection is given up", () -> database.stats().connections().size() == 0);
    }

    private void assertNothingIsLeft() {
        until("the server runs nothing of it", () -> !there.running("pg_sleep"));
        assertThat(there.rows()).isEmpty();
    }

    @Test
    @Execution(CONCURRENT)
    void whatRunsIsStopped() {
        CompletableFuture<?> slow = slow(database, "runs");
        there.awaitRunning("pg_sleep");

        slow.cancel(true);

        assertNothingIsLeft();
    }

    @Test
    @Execution(CONCURRENT)
    void sessionThatIsClosedIsStopped() {
        Session session = await(database.session().open());
        CompletableFuture<?> slow = slow(session, "runs");
        there.awaitRunning("pg_sleep");

        await(session.close());

        await(slow.handle((done, stopped) -> true));
        assertNothingIsLeft();
    }

    /** The pooler knows of no server that works for this client when the first signals come. */
    @Test
    @Execution(CONCURRENT)
    void whatArrivesBehindItsSignalIsStopped() {
        await(database.fetchAll("SELECT 1"));
        Hold held = there.proxy.hold("held");
        CompletableFuture<?> slow = slow(database, "held");
        held.await();

        slow.cancel(true);
        awaitGivenUp();
        int before = there.proxy.traffic().messages("cancel");
        until("the signal is repeated", () -> there.proxy.traffic().messages("cancel") >= before + 2);
        held.release();

        assertNothingIsLeft();
    }

    @Test
    @Execution(CONCURRENT)
    void disconnectingStopsIt() {
        CompletableFuture<?> slow = slow(database, "runs");
        there.awaitRunning("pg_sleep");

        await(database.disconnect());

        await(slow.handle((done, stopped) -> true));
        assertNothingIsLeft();
    }
}
