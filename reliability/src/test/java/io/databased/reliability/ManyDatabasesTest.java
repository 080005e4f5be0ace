package io.databased.reliability;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hundreds of databases are connected, some at a time, and disconnected; threads, sockets, files and the heap are as before. */
@ExtendWith(Harness.class)
final class ManyDatabasesTest {
    private static final int AT_ONCE = 20;

    /** Of a database that is kept there would be some 20 KB and more. */
    private static final long HEAP_OF_ONE = 4_000;

    @Test
    void databasesInMemoryLeaveNothing() {
        come(500, "sqlite:///:memory:");
    }

    @Test
    void filesLeaveNothing() {
        Path file = Folders.temporary().resolve("many.db").toAbsolutePath();
        come(Scale.of(100, 500), "sqlite:///" + file);
    }

    @ParameterizedTest
    @MethodSource("io.databased.reliability.Backend#wired")
    void serversKeepNothing(Backend backend) {
        try (Subject subject = backend.subject()) {
            come(Scale.of(40, 500), subject.url());
            subject.awaitNoConnections();
        }
    }

    /** The first ones load classes and fill caches. What leaks leaks in each round, what others leave for a while does not. */
    private static void come(int number, String url) {
        some(AT_ONCE, url);
        long most = 2_000_000 + number * HEAP_OF_ONE;
        long grown = Long.MAX_VALUE;
        for (int round = 0; round < 3 && grown >= most; round++) {
            grown = round(number, url);
        }
        assertThat(grown).isLessThan(most);
    }

    private static long round(int number, String url) {
        long before = heap();
        for (int i = 0; i < number; i += AT_ONCE) {
            some(AT_ONCE, url);
        }
        long grown = heap() - before;
        Report.say(
                number + " databases of " + url.replaceAll("[:/].*", "") + ": heap grown by " + grown / 1000 + " KB");
        return grown;
    }

    private static void some(int number, String url) {
        List<Database> connected = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            connected.add(Database.builder(url)
                    .pool(PoolOptions.builder()
                            .maxSize(2)
                            .loginTimeout(Duration.ofMinutes(1))
                            .build())
                    .build());
        }
        connected.stream().map(Database::connect).toList().forEach(each -> await(each));
        connected.stream()
                .map(database -> database.fetchAll("SELECT 1"))
                .toList()
                .forEach(each -> await(each));
        connected.stream().map(Database::disconnect).toList().forEach(each -> await(each));
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
