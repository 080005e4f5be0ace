package io.databased.spi.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("R31")
@Timeout(180)
final class WatchTest {
    private final AtomicInteger started = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);

    private final Executor threads = watch -> {
        Thread thread = new Thread(() -> {
            started.incrementAndGet();
            watch.run();
            ended.countDown();
        });
        thread.setDaemon(true);
        thread.start();
    };

    private static boolean await(CountDownLatch latch) throws InterruptedException {
        return latch.await(60, TimeUnit.SECONDS);
    }

    @Test
    void oneThreadLooksAfterAllAndEnds() throws InterruptedException {
        Watch watch = new Watch(threads);
        CountDownLatch looks = new CountDownLatch(3);
        Watch.Post first = watch.newPost(() -> {
            looks.countDown();
            return false;
        });
        Watch.Post second = watch.newPost(() -> {
            looks.countDown();
            return false;
        });
        first.begin();
        second.begin();

        assertThat(await(looks)).isTrue();
        assertThat(await(ended)).isTrue();
        assertThat(started).hasValue(1);
    }

    @Test
    void beginsAnewAfterItHasEnded() throws InterruptedException {
        Watch watch = new Watch(threads);
        AtomicInteger looks = new AtomicInteger();
        Watch.Post post = watch.newPost(() -> {
            looks.incrementAndGet();
            return false;
        });
        post.begin();
        assertThat(await(ended)).isTrue();
        int before = looks.get();

        post.begin();

        while (looks.get() == before) {
            Thread.onSpinWait();
        }
    }

    @Test
    void looksOnAfterALookHasFailed() throws InterruptedException {
        CountDownLatch looks = new CountDownLatch(3);
        Watch.Post post = new Watch(threads).newPost(() -> {
            looks.countDown();
            throw new IllegalStateException("of a look");
        });

        post.begin();

        assertThat(await(looks)).isTrue();
    }

    @Test
    void looksAlthoughThereWasNoThreadAtFirst() throws InterruptedException {
        AtomicInteger left = new AtomicInteger(1);
        Watch watch = new Watch(task -> {
            if (left.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            threads.execute(task);
        });
        CountDownLatch looked = new CountDownLatch(2);
        Watch.Post first = watch.newPost(() -> {
            looked.countDown();
            return false;
        });
        Watch.Post second = watch.newPost(() -> {
            looked.countDown();
            return false;
        });

        first.begin();
        second.begin();
        first.begin();

        assertThat(await(looked)).isTrue();
    }
}
