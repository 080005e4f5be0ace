package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Row;
import io.databased.testkit.Futures;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One-shots share connections, where a slow one must not stand in the way of the others. */
final class HeadOfLineTest {
    private static final String SLOW = "SELECT pg_sleep(120)";

    private final ProxiedPostgres there = new ProxiedPostgres();

    @AfterEach
    void close() {
        there.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void slowOnesDelayNobodyWhileThereIsAnotherConnection(int connections) {
        try (Database database = there.connect(connections)) {
            List<CompletableFuture<List<Row>>> slow = new ArrayList<>();
            for (int i = 1; i < connections; i++) {
                slow.add(database.fetchAll(SLOW));
                Futures.until("it is slow", () -> slowOnes() == slow.size());
            }

            for (int i = 0; i < 100; i++) {
                await(database.fetchAll("SELECT 1"));
            }
            List<CompletableFuture<List<Row>>> burst = IntStream.range(0, 100)
                    .mapToObj(i -> database.fetchAll("SELECT 1"))
                    .toList();
            burst.forEach(Futures::await);

            assertThat(slow).noneMatch(CompletableFuture::isDone);
            slow.forEach(query -> query.cancel(true));
        }
    }

    /** How many have run for long enough to be taken for slow. */
    private int slowOnes() {
        return Integer.parseInt(there.look("SELECT count(*) FROM pg_stat_activity WHERE query = '" + SLOW
                + "' AND state = 'active' AND now() - query_start > interval '200 ms' AND application_name = '"
                + there.name + "'"));
    }

    @Test
    void slowOneIsWaitedForWhereThereIsNoOtherConnection() {
        try (Database database = there.connect(1)) {
            // By the server's clock: the callbacks may run on two threads.
            CompletableFuture<Row> slow =
                    database.fetchExactlyOne("SELECT pg_sleep(0.2), clock_timestamp() AS at, pg_backend_pid() AS pid");
            CompletableFuture<Row> quick =
                    database.fetchExactlyOne("SELECT clock_timestamp() AS at, pg_backend_pid() AS pid");

            assertThat(await(slow).get("at", OffsetDateTime.class))
                    .isBefore(await(quick).get("at", OffsetDateTime.class));
            assertThat(await(slow).getInt("pid")).isEqualTo(await(quick).getInt("pid"));
        }
    }
}
