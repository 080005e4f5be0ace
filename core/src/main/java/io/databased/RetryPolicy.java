package io.databased;

import java.time.Duration;

/**
 * How often, and after what pauses, the whole work of a session is run again when it fails with a {@linkplain
 * StatementException.Kind#retryable() retryable} failure. Never on a commit of unknown outcome. The pause before run
 * <i>n</i> is random between zero and {@code firstPause × 2ⁿ⁻²}, at most {@code maxPause}.
 *
 * @param maxRuns how often the work may run in all, at least 1
 * @param firstPause the longest pause before the second run, from zero to {@code maxPause}
 * @param maxPause the longest pause before any run, at most 36,500 days
 */
public record RetryPolicy(int maxRuns, Duration firstPause, Duration maxPause) {
    /** The work runs once. */
    public static final RetryPolicy NONE = new RetryPolicy(1, Duration.ZERO, Duration.ZERO);

    public RetryPolicy {
        DurationRange.notNegative(firstPause, "firstPause");
        DurationRange.notNegative(maxPause, "maxPause");
        if (maxRuns < 1) {
            throw new IllegalArgumentException("maxRuns must be at least 1, was " + maxRuns);
        }
        if (maxPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException(
                    "firstPause must be no longer than maxPause, were " + firstPause + " and " + maxPause);
        }
    }

    /** At most {@code maxRuns} runs, pausing up to 10 ms at first and up to 1 s later. */
    public static RetryPolicy of(int maxRuns) {
        return new RetryPolicy(maxRuns, Duration.ofMillis(10), Duration.ofSeconds(1));
    }
}
