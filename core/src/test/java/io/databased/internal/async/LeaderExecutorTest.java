package io.databased.internal.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.spi.CallbackThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class LeaderExecutorTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    @Tag("R31")
    void taskThatBlocksKeepsNoOtherWaiting() {
        LeaderExecutor relay = new LeaderExecutor(threads);
        int blocked = 20;
        CountDownLatch allAreRunning = new CountDownLatch(blocked);
        CountDownLatch done = new CountDownLatch(blocked);
        for (int i = 0; i < blocked; i++) {
            relay.execute(() -> {
                allAreRunning.countDown();
                await(allAreRunning); // ends only when all of them run at once
                done.countDown();
            });
        }

        assertThat(await(done)).isTrue();
    }

    @Test
    void tasksThatComputeHaveNoMoreThreadsThanThereMayBe() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger mostRunning = new AtomicInteger();
        LeaderExecutor relay = new LeaderExecutor(threads, 3);
        CountDownLatch done = new CountDownLatch(40);
        for (int i = 0; i < 40; i++) {
            relay.execute(() -> {
                mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(10); // long enough to be relieved
                while (System.nanoTime() - end < 0) {
                    Thread.onSpinWait();
                }
                running.decrementAndGet();
                done.countDown();
            });
        }

        assertThat(await(done)).isTrue();
        assertThat(mostRunning.get()).isBetween(1, 4);
    }

    /** An executor that has no thread for so many calls. */
    private Executor failing(int calls, Error why) {
        AtomicInteger left = new AtomicInteger(calls);
        return task -> {
            if (left.getAndDecrement() > 0) {
                throw why;
            }
            threads.execute(task);
        };
    }

    @Test
    @Tag("R31")
    void taskRunsAlthoughThereWasNoThreadForIt() {
        LeaderExecutor relay = new LeaderExecutor(failing(3, new OutOfMemoryError("unable to create native thread")));
        CountDownLatch done = new CountDownLatch(1);

        relay.execute(done::countDown);

        assertThat(await(done)).isTrue();
    }

    @Test
    @Tag("R31")
    void laterTasksRunAlthoughThereWasNoThreadForTheFirst() {
        LeaderExecutor relay = new LeaderExecutor(failing(1, new OutOfMemoryError("unable to create native thread")));
        CountDownLatch done = new CountDownLatch(3);

        for (int i = 0; i < 3; i++) {
            relay.execute(done::countDown);
        }

        assertThat(await(done)).isTrue();
    }

    @Test
    @Tag("R31")
    void leaderThatIsStuckIsRelievedAlthoughThereWasNoThreadAtFirst() {
        AtomicInteger calls = new AtomicInteger();
        LeaderExecutor relay = new LeaderExecutor(task -> {
            int call = calls.incrementAndGet();
            if (call == 2 || call == 3) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            threads.execute(task);
        });
        CountDownLatch later = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        relay.execute(() -> {
            await(later);
            done.countDown();
        });

        relay.execute(later::countDown);

        assertThat(await(done)).isTrue();
    }

    @Test
    @Tag("R31")
    void taskThatBlocksKeepsNoneWaitingThatComesLater() {
        LeaderExecutor relay = new LeaderExecutor(threads);
        CountDownLatch later = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        relay.execute(() -> {
            blocked.countDown();
            await(later);
            done.countDown();
        });
        await(blocked);

        relay.execute(later::countDown);

        assertThat(await(done)).isTrue();
    }

    @Test
    void oneThreadIsCalledForTasksThatComeTogetherAndRunsThemInOrder() {
        Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
        LeaderExecutor relay = new LeaderExecutor(calls::add);
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            relay.execute(() -> ran.add(number));
        }
        assertThat(calls).hasSize(1);

        calls.remove().run();

        assertThat(ran).containsExactly(0, 1, 2);
        relay.execute(() -> ran.add(3));
        assertThat(calls).isNotEmpty();
    }

    @Test
    void taskThatNobodyWaitsForRunsAheadOfTheNext() throws InterruptedException {
        BlockingQueue<Runnable> calls = new LinkedBlockingQueue<>(); // the watch may call first, and take its time
        LeaderExecutor relay = new LeaderExecutor(calls::add);
        List<String> ran = new ArrayList<>();
        relay.executeWithNext(() -> ran.add("first"));
        relay.execute(() -> ran.add("second"));

        Objects.requireNonNull(calls.poll(60, TimeUnit.SECONDS)).run();

        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void taskThatNobodyWaitsForRunsInTheEnd() {
        LeaderExecutor relay = new LeaderExecutor(threads);
        CountDownLatch ran = new CountDownLatch(1);

        relay.executeWithNext(ran::countDown);

        assertThat(await(ran)).isTrue();
    }

    @Test
    @Tag("R31")
    void threadThatRunsCallbacksIsOfferedThemFirst() throws InterruptedException {
        Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
        LeaderExecutor relay = new LeaderExecutor(calls::add);
        Offered taking = new Offered(relay, true);
        taking.runToItsEnd();

        assertThat(taking.offers).hasSize(2);
        assertThat(calls).isEmpty();

        Offered declining = new Offered(relay, false);
        declining.runToItsEnd();

        assertThat(declining.offers).hasSize(2);
        assertThat(calls).hasSize(1);
    }

    /** Executes two tasks, and takes both or none. */
    private static final class Offered extends Thread implements CallbackThread {
        private final List<Runnable> offers = new ArrayList<>();
        private final LeaderExecutor relay;
        private final boolean takes;

        Offered(LeaderExecutor relay, boolean takes) {
            this.relay = relay;
            this.takes = takes;
        }

        void runToItsEnd() throws InterruptedException {
            start();
            join();
        }

        @Override
        public void run() {
            relay.execute(() -> {});
            relay.executeWithNext(() -> {});
        }

        @Override
        public boolean offer(Runnable callback, Executor elsewhere) {
            offers.add(callback);
            return takes;
        }

        @Override
        public void beforeWaiting() {}
    }

    @Test
    void everyTaskOfManyThreadsRuns() {
        LeaderExecutor relay = new LeaderExecutor(threads);
        int producers = 8;
        int each = 10_000;
        CountDownLatch ran = new CountDownLatch(producers * each);
        for (int p = 0; p < producers; p++) {
            threads.execute(() -> {
                for (int i = 0; i < each; i++) {
                    relay.execute(ran::countDown);
                }
            });
        }

        assertThat(await(ran)).isTrue();
    }

    @Test
    void failingTaskEndsNoOther() {
        Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
        LeaderExecutor relay = new LeaderExecutor(calls::add);
        List<String> ran = new ArrayList<>();
        relay.execute(() -> {
            throw new IllegalStateException("of a task");
        });
        relay.execute(() -> ran.add("second"));
        Thread.UncaughtExceptionHandler before = Thread.currentThread().getUncaughtExceptionHandler();
        Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> ran.add(thrown.getMessage()));
        try {
            calls.remove().run();
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(before);
        }

        assertThat(ran).containsExactly("of a task", "second");
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
