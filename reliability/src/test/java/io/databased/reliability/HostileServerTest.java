package io.databased.reliability;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.PoolOptions;
import io.databased.servers.FaultProxy;
import io.databased.servers.FaultProxy.Impostor;
import io.databased.servers.MariaDbServer;
import io.databased.servers.MySqlServer;
import io.databased.servers.PostgresServer;
import io.databased.testkit.Futures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server that lies, in place of an honest one, from any message of a short story on. Whatever it says, the story ends in time,
 * in a failure of the library's if any, nothing is left, and the database works when the server is honest again.
 */
@ExtendWith(Harness.class)
@Tag("I15")
final class HostileServerTest {
    private static final Duration LIMIT = Duration.ofMillis(300);

    /** Connecting, or else a statement and the signal to stop it, then the end of its session. */
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    /** What a busy machine may add. */
    private static final Duration BUSY = Duration.ofSeconds(15);

    /** So many servers lie at the same time, since most do so by saying nothing. */
    private static final int AT_ONCE = 24;

    /** Of one that says much, alone: a message may be long, and is there twice while it grows, or becomes a text. */
    private static final int MOST_MEGABYTES = 200;

    /** Where lies begin in the check, of some thirty messages: each at every so many, and not all at the same. */
    private static final int EVERY = Scale.of(19, 1);

    /** It writes a line for each message that it has no use for. */
    private static final Logger LOG_OF_THE_DRIVER = Logger.getLogger("io.vertx");

    @BeforeEach
    void silenceTheDriver() {
        LOG_OF_THE_DRIVER.setLevel(Level.OFF);
    }

    @AfterEach
    void letTheDriverSpeak() {
        LOG_OF_THE_DRIVER.setLevel(null);
    }

    static Stream<Backend> natives() {
        return Backend.all().filter(EnumSet.of(Backend.POSTGRESQL, Backend.MARIADB, Backend.MYSQL)::contains);
    }

    @ParameterizedTest
    @MethodSource("natives")
    void whateverTheServerSaysTheStoryEndsInTimeAndLeavesNothing(Backend backend) throws Exception {
        List<Impostor> lies = List.of(backend == Backend.POSTGRESQL ? PostgresLie.values() : MySqlLie.values());
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try (Subject subject = backend.subject()) {
            subject.execute("CREATE TABLE t (i INT)");
            Story story = story(subject);
            List<Future<?>> told = new ArrayList<>();
            for (int i = 0; i < lies.size(); i++) {
                for (int n = 1 + i % Math.min(EVERY, story.messages); n <= story.messages; n += EVERY) {
                    Impostor lie = lies.get(i);
                    int at = n;
                    told.add(threads.submit(() -> tell(backend, subject, lie, at, at <= story.ofLogin)));
                }
            }
            for (Future<?> each : told) {
                each.get();
            }
            Report.say(backend + ": " + told.size() + " lies at " + story.messages + " messages");
            Report.add(Report.Count.SCHEDULES, told.size());
        } finally {
            threads.shutdownNow();
        }
    }

    /** At the first message of a statement; for long, at every message. */
    @ParameterizedTest
    @MethodSource("natives")
    void oneThatSaysMuchCostsLittleMemory(Backend backend) {
        Set<? extends Impostor> lies = backend == Backend.POSTGRESQL ? PostgresLie.LONG : MySqlLie.LONG;
        try (Subject subject = backend.subject()) {
            subject.execute("CREATE TABLE t (i INT)");
            Story story = story(subject);
            int most = 0;
            for (Impostor lie : lies) {
                int first = Scale.of(story.ofLogin + 1, 1);
                int last = Scale.of(first, story.messages);
                for (int n = first; n <= last; n++) {
                    try (LiveMemory memory = new LiveMemory()) {
                        tell(backend, subject, lie, n, n <= story.ofLogin);
                        most = Math.max(most, memory.atMost(lie + " at message " + n, MOST_MEGABYTES));
                    }
                }
            }
            Report.say(backend + ": at most " + most + " MB in use for one liar");
        }
    }

    /** How many messages the story takes, and connecting. */
    private record Story(int ofLogin, int messages) {}

    private static Story story(Subject subject) {
        PoolOptions patient = PoolOptions.builder()
                .maxSize(1)
                .loginTimeout(Duration.ofMinutes(1))
                .build();
        try (Database database = subject.builder().pool(patient).build()) {
            await(database.connect());
            int ofLogin = subject.proxy().traffic().messages();
            await(work(database));
            return new Story(ofLogin, subject.proxy().traffic().messages());
        }
    }

    /** A busy machine may be slow to let an honest login in. */
    private static Database database(String url, boolean lieInLogin) {
        return Database.builder(url)
                .pool(PoolOptions.builder()
                        .maxSize(1)
                        .acquireTimeout(LIMIT.multipliedBy(10))
                        .loginTimeout(LIMIT.multipliedBy(lieInLogin ? 3 : 30))
                        .validationTimeout(LIMIT)
                        .closeTimeout(LIMIT)
                        .build())
                .statementTimeout(LIMIT)
                .commitTimeout(LIMIT)
                .build();
    }

    private static FaultProxy wire(Backend backend) {
        return switch (backend) {
            case POSTGRESQL -> FaultProxy.postgres(PostgresServer.shared().port());
            case MYSQL -> FaultProxy.mysql(MySqlServer.shared().port());
            default -> FaultProxy.mysql(MariaDbServer.shared().port());
        };
    }

    /** A connection that the liar has broken may fail first. */
    private static boolean works(Database database) {
        return catchThrowable(() -> await(database.fetchAll("SELECT 1"))) == null;
    }

    private static CompletableFuture<?> work(Database database) {
        return database.fetchAll("SELECT i FROM t WHERE i = :i", Map.of("i", 1))
                .thenCompose(rows -> database.session(session -> session.execute("INSERT INTO t VALUES (1)")
                        .thenCompose(inserted -> session.transaction(child -> child.fetchAll("SELECT i FROM t")))))
                .thenCompose(rows -> database.forEach(sql("SELECT i FROM t"), row -> {}));
    }

    private static void tell(Backend backend, Subject subject, Impostor lie, int n, boolean inLogin) {
        try (FaultProxy proxy = wire(backend)) {
            String url = subject.url().replace(":" + subject.proxy().port() + "/", ":" + proxy.port() + "/");
            Database database = database(url, inLogin);
            proxy.usurpAtMessage(n, lie);
            long start = System.nanoTime();
            Throwable failure = catchThrowable(() -> {
                await(database.connect());
                await(work(database));
            });
            Duration taken = Duration.ofNanos(System.nanoTime() - start);

            String what = lie + " at message " + n;
            assertThat(taken).as(what).isLessThan(DEADLINE.plus(BUSY));
            if (failure != null) {
                assertThat(failure).as(what).isInstanceOf(DatabasedException.class);
                Logs.assertWithout(failure, Harness.SECRETS);
            }
            proxy.heal();
            proxy.reset();
            if (database.isConnected()) {
                Futures.until("it works again after " + what, () -> works(database));
                await(database.disconnect());
            }
        }
    }
}
