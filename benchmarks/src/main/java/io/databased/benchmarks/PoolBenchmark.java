package io.databased.benchmarks;

import io.databased.PoolOptions;
import io.databased.internal.pool.Connector;
import io.databased.internal.pool.Lease;
import io.databased.internal.pool.Pool;
import io.databased.internal.pool.PoolEnvironment;
import io.databased.internal.pool.PoolListener;
import io.databased.internal.pool.Share;
import io.databased.internal.time.TimerScheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Taking a connection and giving it back, by one thread; more with {@code -t}. */
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class PoolBenchmark {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final TimerScheduler scheduler = new TimerScheduler("benchmark-timer");
    private Pool<Object> pool;

    @Setup
    public void open() {
        PoolEnvironment environment = new PoolEnvironment(
                scheduler,
                () -> ThreadLocalRandom.current().nextDouble(),
                new PoolListener() {},
                () -> new IllegalStateException("closed"));
        pool = new Pool<>("benchmark", new Objects(), PoolOptions.defaults(), environment);
        pool.start().join();
    }

    @TearDown
    public void close() {
        pool.shutdown(Duration.ZERO).join();
        scheduler.close();
    }

    @Benchmark
    public Object share() {
        Share<Object> share = pool.tryShare();
        share.release();
        return share;
    }

    @Benchmark
    public Object lease() {
        Lease<Object> lease = pool.lease("benchmark", TIMEOUT).join();
        lease.release();
        return lease;
    }

    /** Connections that cost nothing. */
    private static final class Objects implements Connector<Object> {
        @Override
        public CompletionStage<Object> connect(CompletionStage<?> givenUp) {
            return CompletableFuture.completedFuture(new Object());
        }

        @Override
        public CompletionStage<?> validate(Object connection) {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public CompletionStage<?> reset(Object connection) {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public CompletionStage<?> close(Object connection) {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public boolean isAlive(Object connection) {
            return true;
        }

        @Override
        public int maxPipelined(Object connection) {
            return Integer.MAX_VALUE;
        }

        @Override
        public boolean isPermanent(Throwable connectFailure) {
            return false;
        }
    }
}
