package io.databased.spi.callback;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * For how long tasks are taken to be long after one was. A single one says little, because its thread may have had to wait for
 * a processor, so it counts for a moment. When another follows soon, it counts for twice as long as the one before, up to a second.
 *
 * <p>Safe for use by many threads.
 */
public final class Wariness {
    static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What comes later is taken for the first. */
    static final long MEMORY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Span(long end, long length) {}

    private final LongSupplier nanoTime;
    private volatile Span last;

    /** Wary of nothing so far. */
    public Wariness() {
        this(System::nanoTime);
    }

    Wariness(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.last = new Span(nanoTime.getAsLong() - MEMORY_NANOS, 0);
    }

    /** Whether tasks are taken to be long. */
    public boolean lasts() {
        return lastsAt(nanoTime.getAsLong());
    }

    /** As {@link #lasts()}, for who knows the time, by {@link System#nanoTime()}, already. */
    public boolean lastsAt(long now) {
        return last.end - now > 0;
    }

    /** A task was long. */
    public synchronized void begin() {
        last = next(last, nanoTime.getAsLong());
    }

    private static Span next(Span before, long now) {
        long sinceEnd = now - before.end;
        long length;
        if (sinceEnd < 0) { // one that began before: it tells nothing new
            length = before.length;
        } else if (sinceEnd < MEMORY_NANOS) {
            length = Math.min(2 * before.length, LONGEST_NANOS);
        } else {
            length = SHORTEST_NANOS;
        }
        return new Span(now + length, length);
    }
}
