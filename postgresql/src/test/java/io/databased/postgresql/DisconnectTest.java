package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.PoolOptions;
import io.databased.Session;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Disconnecting ends in time, and stops what the server still runs. */
final class DisconnectTest {
    private static final String SLOW = "SELECT pg_sleep(120)";

    private final ProxiedPostgres there = new ProxiedPostgres();
    private final Database database = there.connect(
            PoolOptions.builder().disconnectGrace(Duration.ofMillis(50)).closeTimeout(Duration.ofSeconds(1)));

    @AfterEach
    void close() {
        there.close();
    }

    @Test
    @Tag("R4")
    void oneShotUnderWayIsCutAndStopped() {
        CompletableFuture<?> slow = database.fetchAll(SLOW);
        there.awaitRunning("pg_sleep");

        await(database.disconnect());

        failure(slow, DatabasedException.class);
        there.awaitNoBackends();
    }

    @Test
    @Tag("R4")
    @Tag("P12")
    void sessionUnderWayIsCutAndStopped() {
        Session session = await(database.session().open());
        await(session.execute("INSERT INTO t VALUES (1)"));
        CompletableFuture<?> slow = session.fetchAll(SLOW);
        there.awaitRunning("pg_sleep");

        await(database.disconnect());

        failure(slow, DatabasedException.class);
        there.awaitNoBackends();
        assertThat(there.rows()).isEmpty();
    }

    @Test
    @Tag("R4")
    @Tag("P11")
    void serverThatHasFallenSilentIsNotWaitedFor() {
        CompletableFuture<?> slow = database.fetchAll(SLOW);
        there.awaitRunning("pg_sleep");
        there.proxy.blackhole();

        await(database.disconnect());

        failure(slow, DatabasedException.class);
        there.proxy.reset();
    }
}
