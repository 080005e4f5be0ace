package io.databased.reliability;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.PoolStats;
import io.databased.servers.FaultProxy;
import io.databased.testkit.Futures;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** While the server is away, few connections are tried and no thread is busy; once it is back, the pool is soon full again. */
@ExtendWith(Harness.class)
final class RefillTest {
    private static final int CONNECTIONS = 8;
    private static final int CALLERS = 4;
    private static final Duration LENGTH = Scale.of(Duration.ofSeconds(2), Duration.ofSeconds(20));
    private static final Duration LIMIT = Duration.ofMillis(300);
    private static final Duration FULL_WITHIN = Duration.ofSeconds(2);

    /** What a busy machine may add before the test fails; what was added is printed. */
    private static final Duration BUSY = Duration.ofSeconds(30);

    private static final int MOST_CONNECTS_A_SECOND = 20;

    /** Of the time of the outage. A thread that spins takes all of it, or what a busy machine leaves. */
    private static final double MOST_OF_A_THREAD = 0.1;

    /** What a thread takes for code that it runs for the first time. */
    private static final long FIRST_TIME_MILLIS = 500;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private record Case(Backend backend, RecoveryTest.Outage outage) {}

    /** Each case has a database and a wire of its own, so that they last at the same time. */
    @Test
    @Tag("P6")
    @Tag("P10")
    void thePoolIsFullAgainSoonAndNothingSpinsMeanwhile() {
        List<Case> cases = Stream.of(Backend.POSTGRESQL, Backend.MARIADB)
                .flatMap(backend -> Stream.of(RecoveryTest.Outage.REFUSED, RecoveryTest.Outage.DEAF)
                        .map(outage -> new Case(backend, outage)))
                .toList();

        Together.each(cases, each -> refills(each.backend, each.outage));
    }

    private static void refills(Backend backend, RecoveryTest.Outage outage) {
        try (Subject subject = backend.subject();
                FaultProxy counting = wire(backend, subject.proxy().port());
                Database database = connected(counting.through(subject.url()))) {
            Futures.until("the pool is full", () -> isFull(database.stats()));
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<?> callers = callers(database, enough);
            Map<Long, Long> busyBefore = busyMillis();
            outage.begin(subject.proxy());
            int connects = mostConnectsASecond(counting);
            Map<Long, Long> busyAfter = busyMillis();
            long healed = System.nanoTime();
            subject.proxy().heal();
            Futures.until("the pool is full again", () -> isFull(database.stats()));
            long full = (System.nanoTime() - healed) / 1_000_000;
            enough.set(true);
            await(callers);
            Futures.until("it works", () -> catchThrowable(() -> await(database.fetchAll("SELECT 1"))) == null);

            busyAfter.replaceAll((thread, millis) -> millis - busyBefore.getOrDefault(thread, 0L));
            Map.Entry<Long, Long> busiest = busyAfter.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow();
            Report.say(backend + ", " + outage + ": pool full " + full + " ms after its end, at most " + connects
                    + " connects a second, busiest thread " + busiest.getValue() + " ms of " + LENGTH.toMillis());
            assertThat(connects).isLessThanOrEqualTo(MOST_CONNECTS_A_SECOND);
            assertThat(busiest.getValue())
                    .as(() -> "milliseconds that thread was busy: " + name(busiest.getKey()))
                    .isLessThan((long) (MOST_OF_A_THREAD * LENGTH.toMillis()) + FIRST_TIME_MILLIS);
            assertThat(full).isLessThan(FULL_WITHIN.plus(BUSY).toMillis());
            Report.add(Report.Count.SCHEDULES, 1);
        }
    }

    /** A busy machine may be slow to let so many in at once, for the first time. */
    private static Database connected(String url) {
        PoolOptions pool = PoolOptions.builder()
                .minSize(CONNECTIONS)
                .maxSize(CONNECTIONS)
                .acquireTimeout(LIMIT.multipliedBy(2))
                .loginTimeout(LIMIT.multipliedBy(100))
                .validationTimeout(LIMIT)
                .closeTimeout(LIMIT)
                .build();
        AtomicReference<Database> connected = new AtomicReference<>();
        Futures.until("it is connected", () -> {
            Database database =
                    Database.builder(url).pool(pool).statementTimeout(LIMIT).build();
            connected.set(database);
            return catchThrowable(() -> await(database.connect())) == null;
        });
        return connected.get();
    }

    private static FaultProxy wire(Backend backend, int port) {
        return backend == Backend.POSTGRESQL ? FaultProxy.postgres(port) : FaultProxy.mysql(port);
    }

    private static boolean isFull(PoolStats stats) {
        return stats.connections().size() == CONNECTIONS;
    }

    /** They ask again as soon as they are refused. */
    private static CompletableFuture<?> callers(Database database, AtomicBoolean enough) {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        List<CompletableFuture<?>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(CompletableFuture.runAsync(
                    () -> {
                        while (!enough.get()) {
                            Throwable unused = catchThrowable(() -> await(database.fetchAll("SELECT 1")));
                        }
                    },
                    threads));
        }
        threads.shutdown();
        return CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new));
    }

    /** Looks every second for as long as the outage lasts. */
    private static int mostConnectsASecond(FaultProxy proxy) {
        int most = 0;
        long end = System.nanoTime() + LENGTH.toNanos();
        while (System.nanoTime() - end < 0) {
            long begun = System.nanoTime();
            int before = proxy.traffic().connections();
            Futures.until("a second is over", () -> System.nanoTime() - begun > 1_000_000_000);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
            most = Math.max(most, (int) ((proxy.traffic().connections() - before) / seconds));
        }
        return most;
    }

    /** The time of the processors that each thread of the library has taken. */
    private static Map<Long, Long> busyMillis() {
        Map<Long, Long> busy = new HashMap<>();
        for (long id : THREADS.getAllThreadIds()) {
            if (name(id).startsWith("databased-")) {
                busy.put(id, TimeUnit.NANOSECONDS.toMillis(THREADS.getThreadCpuTime(id)));
            }
        }
        return busy;
    }

    private static String name(long id) {
        ThreadInfo thread = THREADS.getThreadInfo(id);
        return thread == null ? "" : thread.getThreadName();
    }
}
