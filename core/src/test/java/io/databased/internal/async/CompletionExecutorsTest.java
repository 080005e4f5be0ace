package io.databased.internal.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("R31")
@Timeout(180)
final class CompletionExecutorsTest {
    private final Executor executor = CompletionExecutors.shared();

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** More than the threads that callbacks have which compute. */
    @Test
    void callbacksThatWaitForEachOtherHaveAThreadEach() {
        CountDownLatch all = new CountDownLatch(400);
        CompletableFuture<?>[] callbacks = new CompletableFuture<?>[400];
        for (int i = 0; i < callbacks.length; i++) {
            callbacks[i] = CompletableFuture.runAsync(
                    () -> {
                        all.countDown();
                        await(all);
                    },
                    executor);
        }

        CompletableFuture.allOf(callbacks).join();
    }

    /** A launcher that waits for the threads of its program, as Maven's exec:java, would wait for those of the library. */
    @Test
    void itsThreadsAreNotInTheGroupOfWhoFirstNeedsThem() throws InterruptedException {
        ThreadGroup program = new ThreadGroup("program");
        CountDownLatch all = new CountDownLatch(300); // more than are idle from other tests
        CountDownLatch done = new CountDownLatch(1);
        CompletableFuture<Boolean> inGroup = new CompletableFuture<>();
        Thread main = new Thread(program, () -> {
            for (int i = 0; i < 300; i++) {
                executor.execute(() -> {
                    if (program == Thread.currentThread().getThreadGroup()) {
                        inGroup.complete(true);
                    }
                    all.countDown();
                });
            }
            await(all);
            done.countDown();
        });
        main.start();
        await(done);
        main.join();

        assertThat(inGroup).isNotDone();
    }
}
