package io.databased.reliability;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.PoolStats;
import io.databased.testkit.History;
import io.databased.testkit.History.Claim;
import io.databased.testkit.LeakCheck;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Far more callers than connections, all blocking, some interrupted: 10,000 virtual threads where there are any, which hold no thread
 * that carries them while they wait; else 64 threads, each with its share of the calls.
 */
@ExtendWith(Harness.class)
final class LoadTest {
    private static final int CONNECTIONS = 4;
    private static final int CALLS = Runtime.version().feature() < 21 ? 3_000 : 10_000;
    private static final int PLATFORM_THREADS = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** One of so many callers is interrupted. */
    private static final int INTERRUPTED = 20;

    @ParameterizedTest
    @MethodSource("io.databased.reliability.Backend#all")
    @Tag("P6")
    @Tag("P18")
    @Tag("P21")
    @Tag("N26")
    void everyCallerIsServedInTurn(Backend backend) throws Exception {
        try (Recording pinned = new Recording();
                Subject subject = backend.subject();
                Database database = await(subject.builder().pool(pool()).build().connect())) {
            subject.execute(Writers.TABLE);
            int calls = Scale.of(CALLS, 10 * CALLS);
            History history = new History(1);
            AtomicReference<Throwable> unexpected = new AtomicReference<>();
            CountDownLatch over = new CountDownLatch(calls);
            Random random = Scale.random("load on " + backend);
            pinned.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
            pinned.start();
            long start = System.nanoTime();
            callers(calls, random.nextLong(), (call, own) -> {
                try {
                    call(database, history, own);
                } catch (Throwable e) {
                    unexpected.set(e);
                } finally {
                    over.countDown();
                }
            });
            assertThat(over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            long taken = System.nanoTime() - start;
            pinned.stop();

            assertThat(eventsOf(pinned)).as("carriers that were held").hasSizeLessThan(calls / 100);
            assertThat(unexpected).hasNullValue();
            LeakCheck.assertIdle(database);
            Report.verify(history.compare(subject.look("SELECT unit, part FROM written")));
            PoolStats stats = database.stats();
            assertThat(stats.connections().size()).isLessThanOrEqualTo(CONNECTIONS);
            long mean = stats.acquisitions().waited().toMillis()
                    / Math.max(1, stats.acquisitions().afterWaiting());
            Report.say("load on " + backend + ": " + calls + " calls in " + taken / 1_000_000 + " ms, waited " + mean
                    + " ms on average, at most "
                    + stats.acquisitions().longestWait().toMillis() + " ms");
        }
    }

    /** Whoever loads a class, or waits for one, holds its carrier for that moment, in the first calls; whoever waits here must not. */
    private static List<RecordedEvent> eventsOf(Recording recording) throws IOException {
        Path file = Folders.temporary().resolve("load.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file);
    }

    /** The last of so many callers waits for all the others. */
    private static PoolOptions pool() {
        return PoolOptions.builder()
                .maxSize(CONNECTIONS)
                .acquireTimeout(PATIENCE)
                .build();
    }

    private static void call(Database database, History history, Random random) {
        if (random.nextInt(INTERRUPTED) == 0) {
            Thread.currentThread().interrupt();
        }
        if (random.nextInt(3) == 0) {
            write(database, history);
        } else {
            try {
                database.blocking().fetchAll(sql("SELECT 1"));
            } catch (CancellationException interrupted) {
                // It was to be.
            }
        }
        Thread.interrupted(); // for the next one on this thread
    }

    private static void write(Database database, History history) {
        long unit = history.begin();
        Claim claim;
        try {
            database.blocking()
                    .session(session ->
                            session.execute(sql("INSERT INTO written VALUES (?, 0, ?)", List.of(unit, Harness.VALUE))));
            claim = Claim.COMMITTED;
        } catch (CancellationException interrupted) {
            claim = Claim.UNKNOWN;
        }
        history.claim(unit, claim);
    }

    private interface Call {
        void run(int call, Random random);
    }

    private static void callers(int calls, long seed, Call call) {
        Executor virtual = virtualThreads();
        if (virtual != null) {
            for (int i = 0; i < calls; i++) {
                int number = i;
                virtual.execute(() -> call.run(number, new Random(seed + number)));
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        for (int i = 0; i < PLATFORM_THREADS; i++) {
            Thread thread = new Thread(
                    () -> {
                        for (int number = next.getAndIncrement(); number < calls; number = next.getAndIncrement()) {
                            call.run(number, new Random(seed + number));
                        }
                    },
                    "caller");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** A new virtual thread for each task, or null before JDK 21. */
    private static Executor virtualThreads() {
        if (Runtime.version().feature() < 21) {
            return null;
        }
        try {
            MethodHandle start = MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
            return task -> {
                try {
                    start.invoke(task);
                } catch (Throwable e) {
                    throw new AssertionError(e);
                }
            };
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
