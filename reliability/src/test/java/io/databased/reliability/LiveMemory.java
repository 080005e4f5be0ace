package io.databased.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The most memory that is in use at once while it is open: what the garbage collector leaves, and buffers outside of the heap. */
final class LiveMemory implements AutoCloseable {
    /** A collection stops everything, so there is nine times as long in between, and this at least. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final long before = now();
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();
    private long most; // guarded by this

    LiveMemory() {
        sampler.execute(this::sampleAgainAndAgain);
    }

    private void sampleAgainAndAgain() {
        long begun = System.nanoTime();
        sample();
        long pause = Math.max(PAUSE_NANOS, 9 * (System.nanoTime() - begun));
        if (!sampler.isShutdown()) {
            sampler.schedule(this::sampleAgainAndAgain, pause, TimeUnit.NANOSECONDS);
        }
    }

    /** Right after a collection, since some tests make garbage faster than one can look. */
    private static long now() {
        System.gc();
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(Objects::nonNull)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
        return heap + PlatformDependent.usedDirectMemory();
    }

    private synchronized void sample() {
        most = Math.max(most, now() - before);
    }

    /** Fails if there was more than that many megabytes above what there was at the begin; returns how many there were. */
    int atMost(String who, int megabytes) {
        sample();
        int found;
        synchronized (this) {
            found = (int) (most >> 20);
        }
        assertThat(found).as("megabytes in use at once by " + who).isLessThanOrEqualTo(megabytes);
        return found;
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }
}
