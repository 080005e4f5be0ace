package io.databased.postgresql;

import static io.databased.postgresql.ServerSide.signal;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.servers.PostgresServer;
import io.databased.testkit.Futures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server takes a signal to stop in long after it was given: whoever has the connection then is not hit. */
@Tag("R19")
@Tag("R24")
final class LateSignalTest {
    private static final PostgresServer SERVER = PostgresServer.start(Map.of());

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    @Tag("N17")
    void lateSignalMeetsNoOtherSession() throws Exception {
        try (Database database = await(Database.builder(SERVER.createDatabase())
                .pool(PoolOptions.builder().maxSize(1).build())
                .build()
                .connect())) {
            long postmaster = postmaster(database);
            Session session = await(database.session().open());
            CompletableFuture<?> slow = session.fetchAll("SELECT pg_sleep(0.3)");
            signal("STOP", postmaster);
            slow.cancel(true);
            CompletableFuture<Void> closed = session.close().thenApply(done -> null);
            CompletableFuture<Integer> next = database.session(innocent -> innocent.fetchAll("SELECT 1, pg_sleep(0.05)")
                    .thenCompose(rows -> innocent.fetchAll("SELECT 2, pg_sleep(0.05)"))
                    .thenApply(List::size));

            CompletableFuture.delayedExecutor(1500, TimeUnit.MILLISECONDS)
                    .execute(() -> Futures.await(CompletableFuture.runAsync(() -> signal("CONT", postmaster))));

            await(closed);
            assertThat(await(next)).isEqualTo(1);
        }
    }

    private static long postmaster(Database database) throws IOException {
        String directory =
                await(database.fetchOne("SHOW data_directory")).orElseThrow().get(0, String.class);
        return Long.parseLong(
                Files.readAllLines(Path.of(directory, "postmaster.pid")).get(0).trim());
    }
}
