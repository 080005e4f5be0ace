package io.databased.reliability;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.servers.FaultProxy;
import io.databased.testkit.Futures;
import io.databased.testkit.LeakCheck;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server is away for a while, in several ways, while work goes on; no call hangs, and work goes on once it is back. */
@ExtendWith(Harness.class)
final class RecoveryTest {
    /** How the server is away. */
    enum Outage {
        REFUSED(FaultProxy::down),
        RESET(FaultProxy::reset),
        BLACK_HOLE(FaultProxy::blackhole),
        DEAF(proxy -> {
            proxy.deaf();
            proxy.reset();
        });

        private final Consumer<FaultProxy> begin;

        Outage(Consumer<FaultProxy> begin) {
            this.begin = begin;
        }

        void begin(FaultProxy proxy) {
            begin.accept(proxy);
        }
    }

    private static final int CALLERS = 8;
    private static final int CONNECTIONS = 4;
    private static final Duration LENGTH = Scale.of(Duration.ofMillis(800), Duration.ofSeconds(10));
    private static final Duration LIMIT = Duration.ofMillis(300);

    /** A call waits for a connection (twice the limit), then for a statement and the signal to stop it, then for ROLLBACK or COMMIT. */
    private static final Duration DEADLINE = LIMIT.multipliedBy(5);

    /** What a busy machine may add before the test fails; what was added is printed. */
    private static final Duration BUSY = Duration.ofSeconds(20);

    private static final int MOST_CONNECTS_A_SECOND = 20;

    private static PoolOptions.Builder pool() {
        return PoolOptions.builder()
                .maxSize(CONNECTIONS)
                .acquireTimeout(LIMIT.multipliedBy(2))
                .loginTimeout(LIMIT.multipliedBy(10)) // a busy machine may be slow to let the first one in
                .validationTimeout(LIMIT)
                .closeTimeout(LIMIT);
    }

    /** Each outage has a database and a wire of its own, so that they last at the same time. */
    @ParameterizedTest
    @MethodSource("io.databased.reliability.Backend#wired")
    @Tag("C1")
    @Tag("C3")
    @Tag("P10")
    @Tag("N7")
    void workEndsInTimeAndGoesOnWhenTheServerIsBack(Backend backend) {
        // MariaDB's driver waits for its own limit where a server is deaf, or refuses.
        List<Outage> outages =
                backend == Backend.MARIADB_JDBC ? List.of(Outage.RESET, Outage.BLACK_HOLE) : List.of(Outage.values());
        Together.each(outages, outage -> survives(backend, outage));
    }

    private static void survives(Backend backend, Outage outage) {
        try (Subject subject = backend.subject();
                Database database = await(subject.builder()
                        .pool(pool().build())
                        .statementTimeout(LIMIT)
                        .commitTimeout(LIMIT)
                        .build()
                        .connect())) {
            Writers writers = new Writers(subject, database).start(CALLERS, Scale.random(backend + " " + outage));
            writers.awaitMore(20);
            long begun = System.nanoTime();
            int connectsBefore = subject.proxy().traffic().connections();
            outage.begin(subject.proxy());
            Futures.until("the outage has lasted", () -> System.nanoTime() - begun > LENGTH.toNanos());
            int connects = subject.proxy().traffic().connections() - connectsBefore;
            long healed = System.nanoTime();
            subject.proxy().heal();
            writers.awaitMore(1);
            long first = System.nanoTime() - healed;
            writers.awaitMore(20);
            writers.stop();
            subject.proxy().reset(); // the server hears of what the hole has swallowed, and rolls it back
            LeakCheck.assertIdle(database);
            writers.verify(backend == Backend.POSTGRESQL);
            Report.say(
                    backend + ", " + outage + ": first commit " + first / 1_000_000 + " ms after its end, slowest call "
                            + writers.slowest().toMillis() + " ms, " + connects + " connects");
            if (writers.slowest().compareTo(DEADLINE.plusMillis(250)) > 0) {
                Report.add(Report.Count.LATE, 1);
            }
            assertThat(writers.slowest()).isLessThan(DEADLINE.plus(BUSY));
            assertThat((long) connects)
                    .isLessThan(
                            2 * MOST_CONNECTS_A_SECOND * (healed - begun) / 1_000_000_000 + 2 * CONNECTIONS + CALLERS);
            Report.add(Report.Count.SCHEDULES, 1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.databased.reliability.Backend#wired")
    @Tag("P9")
    void idleConnectionsThatDiedUnnoticedAreReplaced(Backend backend) {
        try (Subject subject = backend.subject();
                Database database = await(subject.builder()
                        .pool(pool().validateAfterIdle(Duration.ZERO)
                                .acquireTimeout(Duration.ofSeconds(8))
                                .build())
                        .build()
                        .connect())) {
            await(database.fetchAll("SELECT 1"));
            LeakCheck.assertIdle(database);
            long before = database.stats().turnover().validations();
            subject.proxy().blackhole();
            long start = System.nanoTime();
            CompletableFuture<?> asked = database.fetchAll("SELECT 1");
            Futures.until("it was asked", () -> database.stats().turnover().validations() > before);
            subject.proxy().heal(); // what has lost a byte stays lost

            await(asked);

            Report.say(
                    backend + ": dead idle connection replaced in " + (System.nanoTime() - start) / 1_000_000 + " ms");
            LeakCheck.assertIdle(database);
        }
    }
}
