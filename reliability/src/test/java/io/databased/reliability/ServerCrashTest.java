package io.databased.reliability;

import static io.databased.testkit.Futures.await;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.servers.LocalServer;
import io.databased.servers.MariaDbServer;
import io.databased.servers.MySqlServer;
import io.databased.servers.PostgresServer;
import io.databased.testkit.Futures;
import io.databased.testkit.LeakCheck;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server is killed under load, again and again; nothing that was acknowledged is lost, and what is told is true. */
@ExtendWith(Harness.class)
final class ServerCrashTest {
    private static final int CALLERS = 16;
    private static final int COMMITS_BETWEEN = 100;

    @Test
    @Tag("N4")
    @Tag("N6")
    @Tag("P10")
    @Tag("C8")
    void postgresKeepsWhatItAcknowledgedAndKnowsTheRest() {
        // Its log is written late, so that a crash forgets as much as can be.
        try (PostgresServer server = PostgresServer.builder()
                        .durable()
                        .set("wal_writer_delay", "10s")
                        .start();
                Subject subject = Subject.postgres(server)) {
            crash(server, subject, Scale.of(3, 30), true);
        }
    }

    private static Stream<Backend> ofMySql() {
        return Stream.of(Backend.MARIADB, Backend.MYSQL).filter(Backend::isThere);
    }

    @ParameterizedTest
    @MethodSource("ofMySql")
    @Tag("N4")
    @Tag("N6")
    @Tag("P10")
    void mariaDbAndMySqlKeepWhatTheyAcknowledged(Backend backend) {
        if (backend == Backend.MYSQL) {
            try (MySqlServer server = MySqlServer.start(Map.of("innodb-flush-log-at-trx-commit", "1"));
                    Subject subject = Subject.mySql(server)) {
                crash(server, subject, Scale.of(2, 4), false);
            }
        } else {
            try (MariaDbServer server = MariaDbServer.builder().durable().start();
                    Subject subject = Subject.mariaDb(server)) {
                crash(server, subject, Scale.of(2, 4), false);
            }
        }
    }

    private static void crash(LocalServer server, Subject subject, int rounds, boolean knows) {
        Random random = Scale.random("crashes of a server");
        PoolOptions pool = PoolOptions.builder()
                .maxSize(4)
                .acquireTimeout(Duration.ofSeconds(8))
                .build();
        try (Database database = await(subject.builder().pool(pool).build().connect())) {
            Writers writers = new Writers(subject, database).start(CALLERS, random);
            Duration slowestReturn = Duration.ZERO;
            for (int round = 0; round < rounds; round++) {
                writers.awaitMore(COMMITS_BETWEEN + random.nextInt(COMMITS_BETWEEN));
                server.kill();
                Report.add(Report.Count.CRASHES, 1);
                Futures.until(
                        "all have noticed", () -> database.stats().connections().size() == 0);
                server.start();
                long back = System.nanoTime();
                writers.awaitMore(1);
                Duration taken = Duration.ofNanos(System.nanoTime() - back);
                writers.resolve(knows);
                slowestReturn = taken.compareTo(slowestReturn) > 0 ? taken : slowestReturn;
            }
            writers.awaitMore(COMMITS_BETWEEN);
            writers.stop();
            LeakCheck.assertIdle(database);
            writers.verify(knows);
            Report.say(server.getClass().getSimpleName() + ": " + rounds + " crashes, " + writers.acknowledged()
                    + " acknowledged, first commit at most " + slowestReturn.toMillis() + " ms after its return");
        }
    }
}
