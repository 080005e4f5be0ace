package io.databased.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.PoolOptions;
import io.databased.PoolStats.Retirement;
import io.databased.internal.pool.ScriptedConnector.Connection;
import io.databased.internal.time.Durations;
import io.databased.internal.time.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A pool in virtual time over a scripted connector. */
class PoolFixture {
    static final Duration SECONDS_30 = Duration.ofSeconds(30);

    final ManualScheduler time = new ManualScheduler();
    final ScriptedConnector connector = new ScriptedConnector();
    final List<String> events = new ArrayList<>();
    double random = 0.5;

    PoolOptions.Builder defaults() {
        return PoolOptions.builder();
    }

    Pool<Connection> pool(PoolOptions.Builder options) {
        PoolListener listener = new PoolListener() {
            @Override
            public void created(long tookNanos) {
                events.add("created in " + Durations.text(tookNanos));
            }

            @Override
            public void createFailed(Throwable failure, int failuresInARow, boolean permanent) {
                events.add("could not create: " + failure.getMessage() + ", " + failuresInARow + " in a row");
            }

            @Override
            public void recovered(int failures, long nanosSinceTheFirst) {
                events.add("recovered after " + failures + " failures, " + Durations.text(nanosSinceTheFirst));
            }

            @Override
            public void timedOut(long waitedNanos) {
                events.add("timed out after " + Durations.text(waitedNanos));
            }

            @Override
            public void shutdownWaits(List<?> holders, long graceNanos) {
                events.add("shutdown waits " + Durations.text(graceNanos) + " for " + holders);
            }

            @Override
            public void revoked(List<?> holders) {
                events.add("revoked: " + holders);
            }

            @Override
            public void closeFailed(Throwable failure) {
                events.add("close failed: " + failure.getMessage());
            }

            @Override
            public void destroyed(Retirement reason, String detail) {
                events.add("destroyed: " + reason + " " + detail);
            }

            @Override
            public void leaked(Object holder, long heldNanos) {
                events.add("leaked: " + holder + " for " + Durations.text(heldNanos));
            }
        };
        PoolEnvironment environment =
                new PoolEnvironment(time, () -> random, listener, () -> new IllegalStateException("closed"));
        return new Pool<>("movies", connector, options.build(), environment);
    }

    Lease<Connection> lease(Pool<Connection> pool, Object holder) {
        CompletableFuture<Lease<Connection>> lease = pool.lease(holder, SECONDS_30);
        assertThat(lease).isCompleted();
        return lease.join();
    }

    Share<Connection> share(Pool<Connection> pool) {
        CompletableFuture<Share<Connection>> share = pool.share(SECONDS_30);
        assertThat(share).isCompleted();
        return share.join();
    }

    List<Share<Connection>> shares(Pool<Connection> pool, int count) {
        return Stream.generate(() -> share(pool)).limit(count).toList();
    }

    static <T extends Throwable> T failureOf(CompletableFuture<?> future, Class<T> type) {
        assertThat(future).isCompletedExceptionally();
        Throwable failure = future.handle((value, cause) -> cause).join();
        assertThat(failure).isInstanceOf(type);
        return type.cast(failure);
    }
}
