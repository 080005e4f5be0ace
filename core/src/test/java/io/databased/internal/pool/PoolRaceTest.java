package io.databased.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.PoolOptions;
import io.databased.internal.time.TimerScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hand-over against cancellation and against time-out, on real threads. */
@Tag("R19")
@Tag("R21")
class PoolRaceTest {
    private static final int THREADS = 4;
    private static final int RACES = 200_000;
    private static final int SIZE = 2;

    /** A connection that notices when it has two users. */
    private static final class Slot {
        final AtomicInteger users = new AtomicInteger();
        volatile boolean closed;
    }

    private static final class Slots implements Connector<Slot> {
        final AtomicInteger open = new AtomicInteger();

        @Override
        public CompletionStage<Slot> connect(CompletionStage<?> givenUp) {
            open.incrementAndGet();
            return CompletableFuture.completedFuture(new Slot());
        }

        @Override
        public CompletionStage<?> validate(Slot slot) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> reset(Slot slot) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> close(Slot slot) {
            slot.closed = true;
            open.decrementAndGet();
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean isAlive(Slot slot) {
            return !slot.closed;
        }

        @Override
        public int maxPipelined(Slot slot) {
            return 1;
        }

        @Override
        public boolean isPermanent(Throwable connectFailure) {
            return false;
        }
    }

    @Test
    @Tag("P2")
    @Tag("P3")
    void losesNoPermitToCancellationOrTimeOut() throws Exception {
        Slots slots = new Slots();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (TimerScheduler time = new TimerScheduler("race-timer")) {
            Pool<Slot> pool = new Pool<>(
                    "race",
                    slots,
                    PoolOptions.builder().maxSize(SIZE).build(),
                    new PoolEnvironment(
                            time, () -> 0.5, new PoolListener() {}, () -> new IllegalStateException("closed")));
            List<Future<Integer>> racers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                SplittableRandom random = new SplittableRandom(i);
                Callable<Integer> racer = () -> race(pool, random);
                racers.add(threads.submit(racer));
            }
            int served = 0;
            for (Future<Integer> racer : racers) {
                served += racer.get(5, TimeUnit.MINUTES);
            }
            turnOf(time);

            assertThat(served).as("races won by the hand-over").isPositive();
            assertThat(pool.stats().waiting()).isZero();
            assertThat(pool.stats().connections().leased()).isZero();
            assertThat(pool.stats().connections().sharesInFlight()).isZero();
            List<CompletableFuture<Lease<Slot>>> whole = new ArrayList<>();
            for (int i = 0; i < SIZE; i++) {
                whole.add(pool.lease("all", Duration.ofSeconds(10)));
            }
            for (CompletableFuture<Lease<Slot>> lease : whole) {
                lease.get(60, TimeUnit.SECONDS).release();
            }
            pool.shutdown(Duration.ZERO).get(60, TimeUnit.SECONDS);
            assertThat(slots.open).hasValue(0);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Returns when the timer has done what it was at: it may have had a connection for one who had just left. */
    private static void turnOf(TimerScheduler time) throws Exception {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        time.schedule(() -> turn.complete(null), 1);
        turn.get(60, TimeUnit.SECONDS);
    }

    private static int race(Pool<Slot> pool, SplittableRandom random) {
        int served = 0;
        for (int i = 0; i < RACES / THREADS; i++) {
            Duration timeout =
                    random.nextInt(4) == 0 ? Duration.ofNanos(random.nextInt(5_000)) : Duration.ofSeconds(30);
            boolean lease = random.nextBoolean();
            CompletableFuture<?> future = lease ? pool.lease("racer", timeout) : pool.share(timeout);
            spin(random.nextInt(400));
            if (random.nextInt(3) == 0 && future.cancel(false)) {
                continue;
            }
            Object granted;
            try {
                granted = future.join();
            } catch (CompletionException timedOut) {
                continue;
            }
            served++;
            use(granted, random);
        }
        return served;
    }

    private static void use(Object granted, SplittableRandom random) {
        if (granted instanceof Lease<?> lease) {
            Slot slot = (Slot) lease.connection();
            enter(slot);
            spin(random.nextInt(400));
            slot.users.decrementAndGet();
            if (random.nextInt(16) == 0) {
                lease.destroy("dirty");
            } else {
                lease.release();
            }
        } else {
            Share<?> share = (Share<?>) granted;
            Slot slot = (Slot) share.connection();
            enter(slot);
            spin(random.nextInt(400));
            slot.users.decrementAndGet();
            share.release();
        }
    }

    private static void enter(Slot slot) {
        if (slot.users.incrementAndGet() != 1 || slot.closed) {
            throw new AssertionError("A connection has two users, or is closed");
        }
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }
}
