package io.databased.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class RelayTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    @Tag("R31")
    void taskThatBlocksKeepsNoOtherWaiting() throws InterruptedException {
        Relay relay = new Relay(threads);
        int blocked = 20;
        CountDownLatch allAreRunning = new CountDownLatch(blocked);
        CountDownLatch done = new CountDownLatch(blocked);
        for (int i = 0; i < blocked; i++) {
            relay.execute(() -> {
                allAreRunning.countDown();
                awaitQuietly(allAreRunning); // ends only when all of them run at once
                done.countDown();
            });
        }

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tasksOfOneGoNeedOneThread() {
        Queue<Runnable> calls = new ArrayDeque<>();
        Relay relay = new Relay(calls::add);
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            relay.execute(ran::incrementAndGet);
        }
        assertThat(calls).hasSize(1);

        calls.remove().run();

        assertThat(ran).hasValue(100);
        assertThat(calls).hasSize(1); // called for those behind the first, and finds nothing left
    }

    @Test
    void everyTaskOfManyThreadsRuns() throws InterruptedException {
        Relay relay = new Relay(threads);
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

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
