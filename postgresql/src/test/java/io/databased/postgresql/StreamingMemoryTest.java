package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Row;
import io.databased.servers.PostgresServer;
import io.databased.testkit.ChildJvm;
import io.databased.testkit.Futures;
import io.databased.testkit.LeakCheck;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows that are streamed are not kept. */
@Tag("N32")
final class StreamingMemoryTest {
    private static final int ROWS = 2_000_000;

    private static String query(int rows) {
        return "SELECT i, 'the text of row ' || i AS words FROM generate_series(1, " + rows + ") AS numbers (i)";
    }

    @Test
    void streamsMoreThanFitsIntoMemory() throws IOException, InterruptedException {
        ChildJvm.run(Child.class, List.of("-Xmx64m"), PostgresServer.shared().createDatabase());
    }

    /** Runs in a process of its own with a small heap. */
    static final class Child {
        public static void main(String[] arguments) {
            PoolOptions patient =
                    PoolOptions.builder().loginTimeout(Duration.ofSeconds(30)).build(); // in a new JVM
            try (Database database = Database.builder(arguments[0])
                    .pool(patient)
                    .build()
                    .connect()
                    .join()) {
                long[] sum = {0};
                long rows = database.forEach(sql(query(ROWS)), row -> sum[0] += row.getLong("i"))
                        .join();
                boolean right = rows == ROWS && sum[0] == (long) ROWS * (ROWS + 1) / 2;
                Runtime.getRuntime().halt(right ? 0 : 1);
            }
        }
    }

    @Test
    void abandonedStreamFreesItsCursorAndItsConnection() {
        try (ProxiedPostgres there = new ProxiedPostgres();
                Database database = there.connect(1)) {
            CompletableFuture<Row> first = new CompletableFuture<>();
            database.stream(sql(query(ROWS))).subscribe(new Subscriber<>() {
                private Subscription subscription;

                @Override
                public void onSubscribe(Subscription given) {
                    subscription = given;
                    given.request(1);
                }

                @Override
                public void onNext(Row row) {
                    first.complete(row);
                    subscription.cancel();
                }

                @Override
                public void onError(Throwable failure) {
                    first.completeExceptionally(failure);
                }

                @Override
                public void onComplete() {}
            });

            assertThat(await(first).getLong("i")).isEqualTo(1);
            LeakCheck.assertIdle(database);
            Futures.until(
                    "no transaction is open",
                    () -> there.look("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
                                    + " AND application_name = '" + there.name + "'")
                            .equals("0"));
            assertThat(await(database.fetchOne(
                            sql("SELECT count(*) FROM pg_cursors WHERE statement NOT LIKE '%pg_cursors%'")
                                    .value(Long.class))))
                    .contains(0L);
        }
    }
}
