package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ConnectionLostException;
import io.databased.Database;
import io.databased.PoolOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server closes connections in good order, with writes on their way: what was written to the socket was sent. */
@Tag("R16")
final class OrderlyCloseTest extends MySqlDatabase {
    private static final int CLOSES = 60;
    private static final int WRITES_BETWEEN = 150;

    @Test
    void writesAreAppliedOnceAndToldTruly() {
        execute("CREATE TABLE t (i INT)");
        Map<Integer, CompletableFuture<?>> writes = new HashMap<>();
        try (HalfCloser proxy = new HalfCloser(server.port());
                Database through = Database.builder(url.replace(":" + server.port(), ":" + proxy.port()))
                        .pool(PoolOptions.builder().maxSize(2).build())
                        .build()) {
            await(through.connect());
            for (int close = 0; close < CLOSES; close++) {
                List<CompletableFuture<?>> some = new ArrayList<>();
                for (int i = 0; i < WRITES_BETWEEN; i++) {
                    int number = writes.size();
                    CompletableFuture<?> write = through.execute("INSERT INTO t VALUES (?)", List.of(number));
                    writes.put(number, write);
                    some.add(write);
                }
                await(some.get(close).handle((done, failure) -> true));
                proxy.closeOrderly();
                some.forEach(write -> await(write.handle((done, failure) -> true)));
            }
        }
        // What was sent on a connection that was given up may still be under way.
        until("the server has ended what it got", () -> running() == 0);

        Map<Integer, Integer> applied = new HashMap<>();
        numbers(database(), "SELECT i FROM t").forEach(number -> applied.merge(number, 1, Integer::sum));
        List<String> wrong = new ArrayList<>();
        writes.forEach((number, write) -> {
            int times = applied.getOrDefault(number, 0);
            String told = told(write);
            if (times > 1 || (told.equals("done") && times == 0) || (told.equals("not sent") && times > 0)) {
                wrong.add(number + " was applied " + times + " times and told " + told);
            }
        });
        assertThat(wrong).isEmpty();
    }

    private long running() {
        return count(database(), "information_schema.processlist WHERE db = '" + name() + "' AND info LIKE 'INSERT%'");
    }

    private static String told(CompletableFuture<?> write) {
        try {
            write.join();
            return "done";
        } catch (CompletionException failure) {
            return failure.getCause() instanceof ConnectionLostException lost && !lost.sent() ? "not sent" : "lost";
        }
    }
}
