package io.databased.internal.pool;

import io.databased.PoolStats;
import io.databased.PoolStats.Retirement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** What happened so far. Plain numbers under the lock, which every change of the pool holds anyway. */
final class Counters {
    long acquired;
    long acquiredAfterWaiting;
    long timedOut;
    long cancelled;
    long waitedNanos;
    long longestWaitNanos;
    long created;
    long createFailures;
    long validations;
    private final Map<Retirement, Long> destroyed = new EnumMap<>(Retirement.class);

    void destroyed(Retirement reason) {
        destroyed.merge(reason, 1L, Long::sum);
    }

    void waited(long nanos) {
        acquiredAfterWaiting++;
        waitedNanos += nanos;
        longestWaitNanos = Math.max(longestWaitNanos, nanos);
    }

    PoolStats.Acquisitions acquisitions() {
        return new PoolStats.Acquisitions(
                acquired,
                acquiredAfterWaiting,
                timedOut,
                cancelled,
                Duration.ofNanos(waitedNanos),
                Duration.ofNanos(longestWaitNanos));
    }

    PoolStats.Turnover turnover() {
        return new PoolStats.Turnover(created, createFailures, validations, destroyed);
    }
}
