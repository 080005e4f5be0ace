package io.databased.vertx.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.spi.CallbackThread;
import io.netty.channel.IoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("R31")
@Timeout(180)
final class CallbackEventLoopTest {
    private static final String ELSEWHERE = "elsewhere";
    private static final ClassLoader LOADER = new URLClassLoader(new URL[0]);

    private final CallbackEventLoops loops =
            new CallbackEventLoops(1, task -> daemon("netty", task), NioIoHandler.newFactory());
    private final IoEventLoop loop = loops.next();
    private final ExecutorService elsewhere = Executors.newCachedThreadPool(task -> daemon(ELSEWHERE, task));

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(LOADER);
        return thread;
    }

    @AfterEach
    void end() throws InterruptedException {
        elsewhere.shutdownNow();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        assertThat(loops.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Has the thread that leads run it, or the executor. */
    private void callBack(Runnable callback) {
        if (!(Thread.currentThread() instanceof CallbackThread leader) || !leader.offer(callback, elsewhere)) {
            elsewhere.execute(callback);
        }
    }

    private CompletableFuture<Thread> called() {
        CompletableFuture<Thread> called = new CompletableFuture<>();
        loop.execute(() -> callBack(() -> called.complete(Thread.currentThread())));
        return called;
    }

    /** As long as the thread is not taken for stuck, which happens where it has to wait long for a processor. */
    @Test
    void callbackRunsOnThreadThatReadsWhileThatIsNoEventLoop() throws Exception {
        CompletableFuture<Thread> reader;
        CompletableFuture<Thread> caller;
        do {
            CompletableFuture<Boolean> isEventLoop = new CompletableFuture<>();
            CompletableFuture<Thread> reading = new CompletableFuture<>();
            CompletableFuture<Thread> calling = new CompletableFuture<>();
            loop.execute(() -> {
                reading.complete(Thread.currentThread());
                callBack(() -> {
                    isEventLoop.complete(loop.inEventLoop() || CallbackEventLoops.isCurrentThread());
                    calling.complete(Thread.currentThread());
                });
            });
            assertThat(isEventLoop.get()).isFalse();
            reader = reading;
            caller = calling;
        } while (caller.get() != reader.get());

        assertThat(caller.get()).isInstanceOf(CallbackThread.class);
    }

    @Test
    @Tag("P19")
    void loopGoesOnWhileCallbackWaits() throws Exception {
        CompletableFuture<Boolean> waited = new CompletableFuture<>();

        loop.execute(() -> callBack(() -> {
            CountDownLatch read = new CountDownLatch(1);
            loop.execute(read::countDown);
            waited.complete(await(read));
        }));

        assertThat(waited.get()).isTrue();
    }

    @Test
    void loopGoesOnWhileCallbackComputes() throws Exception {
        CompletableFuture<Boolean> computed = new CompletableFuture<>();

        loop.execute(() -> callBack(() -> {
            CompletableFuture<Boolean> read = new CompletableFuture<>();
            loop.execute(() -> read.complete(true));
            spin(read::isDone);
            computed.complete(true);
        }));

        assertThat(computed.get()).isTrue();
    }

    @Test
    void everyThreadThatLeadsHasTheContextClassLoaderOfTheLoop() throws Exception {
        CompletableFuture<ClassLoader> first = new CompletableFuture<>();
        CompletableFuture<ClassLoader> relieving = new CompletableFuture<>();

        loop.execute(() -> callBack(() -> {
            first.complete(Thread.currentThread().getContextClassLoader());
            Thread.currentThread().setContextClassLoader(null); // of this thread alone
            CountDownLatch read = new CountDownLatch(1);
            loop.execute(() -> {
                relieving.complete(Thread.currentThread().getContextClassLoader());
                read.countDown();
            });
            await(read);
        }));

        assertThat(first.get()).isSameAs(LOADER);
        assertThat(relieving.get()).isSameAs(LOADER);
    }

    @Test
    void whatACallbackMakesOfItsThreadsClassLoaderIsUndone() throws Exception {
        CompletableFuture<ClassLoader> next = new CompletableFuture<>();

        loop.execute(() -> {
            callBack(() -> Thread.currentThread().setContextClassLoader(null));
            callBack(() -> next.complete(Thread.currentThread().getContextClassLoader()));
        });

        assertThat(next.get()).isSameAs(LOADER);
    }

    @Test
    void callbacksBehindOneThatWaitsRunElsewhere() throws Exception {
        CountDownLatch behind = new CountDownLatch(1);
        CompletableFuture<String> ranOn = new CompletableFuture<>();
        CompletableFuture<Boolean> waited = new CompletableFuture<>();

        loop.execute(() -> {
            callBack(() -> waited.complete(await(behind)));
            callBack(() -> {
                ranOn.complete(Thread.currentThread().getName());
                behind.countDown();
            });
        });

        assertThat(waited.get()).isTrue();
        assertThat(ranOn.get()).isEqualTo(ELSEWHERE);
    }

    @Test
    void loopGoesOnWhileACallbackSaysThatItWaits() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Boolean> waiting = new CompletableFuture<>();
        loop.execute(() -> callBack(() -> {
            if (Thread.currentThread() instanceof CallbackThread leader) { // or it was taken for stuck before
                leader.beforeWaiting();
            }
            waiting.complete(true);
            await(end);
        }));
        waiting.get();

        assertThat(called().get()).isNotNull();
        end.countDown();
    }

    @Test
    void callbacksForWhichThereIsNoTimeRunElsewhere() throws Exception {
        List<String> ranOn = new CopyOnWriteArrayList<>();
        CountDownLatch ran = new CountDownLatch(3);
        loop.execute(() -> {
            for (int i = 0; i < 3; i++) {
                callBack(() -> {
                    spinFor(TimeUnit.MICROSECONDS.toNanos(400)); // twice what there is time for
                    ranOn.add(Thread.currentThread().getName());
                    ran.countDown();
                });
            }
        });

        assertThat(await(ran)).isTrue();
        assertThat(ranOn).filteredOn(ELSEWHERE::equals).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void longCallbacksAreNotTakenAnyMore() throws Exception {
        Thread last = null;
        for (int i = 0; i < 100 && (last == null || last instanceof CallbackThread); i++) {
            CompletableFuture<Thread> called = new CompletableFuture<>();
            loop.execute(() -> callBack(() -> {
                spinFor(TimeUnit.MILLISECONDS.toNanos(2));
                called.complete(Thread.currentThread());
            }));
            last = called.get();
        }

        assertThat(last).isNotInstanceOf(CallbackThread.class);
    }

    @Test
    void interruptOfCallbackDoesNotReachTheReading() throws Exception {
        CompletableFuture<Thread> interrupted = new CompletableFuture<>();
        loop.execute(() -> callBack(() -> {
            Thread.currentThread().interrupt();
            interrupted.complete(Thread.currentThread());
        }));
        Thread leader = interrupted.get();

        CompletableFuture<Boolean> isInterrupted = new CompletableFuture<>();
        loop.execute(() -> {
            Thread.currentThread().interrupt();
            leader.interrupt();
            isInterrupted.complete(Thread.currentThread().isInterrupted());
        });

        assertThat(isInterrupted.get()).isFalse();
    }

    @Test
    void interruptOfOneCallbackDoesNotReachTheNext() throws Exception {
        CompletableFuture<Boolean> isInterrupted = new CompletableFuture<>();

        loop.execute(() -> {
            callBack(() -> Thread.currentThread().interrupt());
            callBack(() -> isInterrupted.complete(Thread.currentThread().isInterrupted()));
        });

        assertThat(isInterrupted.get()).isFalse();
    }

    @Test
    void callbackThatIsInterruptedWhileItWaitsNoticesThat() throws Exception {
        CompletableFuture<Thread> waiting = new CompletableFuture<>();
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        loop.execute(() -> callBack(() -> {
            waiting.complete(Thread.currentThread());
            ended.complete(await(new CountDownLatch(1)));
        }));

        waiting.get().interrupt();

        assertThat(ended.get()).isFalse();
    }

    @Test
    void failingCallbackIsToldAndEndsNothing() throws Exception {
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        IllegalStateException failure = new IllegalStateException("of a callback");
        loop.execute(() -> {
            callBack(
                    () -> { // here or, if the thread is taken for stuck before, elsewhere
                        Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> told.complete(thrown));
                        throw failure;
                    });
        });

        assertThat(told.get()).isSameAs(failure);
        assertThat(called().get()).isNotNull();
    }

    @Test
    void loopEndsWhileCallbackWaits() throws Exception {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        loop.execute(() -> callBack(() -> {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            try {
                ended.complete(loops.awaitTermination(60, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                ended.completeExceptionally(e);
            }
        }));

        assertThat(ended.get()).isTrue();
    }

    @Test
    void everyTaskAndCallbackRunsOnceWhileTheLeadGoesRound() throws Exception {
        int producers = 4;
        int each = 5_000;
        CountDownLatch ran = new CountDownLatch(producers * each);
        int[] tasks = {0}; // confined to the event loop, whoever that is
        for (int p = 0; p < producers; p++) {
            elsewhere.execute(() -> {
                for (int i = 0; i < each; i++) {
                    int number = i;
                    loop.execute(() -> {
                        tasks[0]++;
                        callBack(() -> {
                            if (number % 1_000 == 0 && Thread.currentThread() instanceof CallbackThread leader) {
                                leader.beforeWaiting();
                            }
                            ran.countDown();
                        });
                    });
                }
            });
        }

        assertThat(await(ran)).isTrue();
        CompletableFuture<Integer> counted = new CompletableFuture<>();
        loop.execute(() -> counted.complete(tasks[0]));
        assertThat(counted.get()).isEqualTo(producers * each);
    }

    private static void spinFor(long nanos) {
        long start = System.nanoTime();
        spin(() -> System.nanoTime() - start > nanos);
    }

    private static void spin(BooleanSupplier end) {
        while (!end.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
