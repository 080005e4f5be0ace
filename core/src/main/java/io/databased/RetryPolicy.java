package io.databased;

import java.time.Duration;
import java.util.Objects;

/**
 * How often, and after what pauses, the whole work of a session is run again when it fails with a {@linkplain
 * StatementException.Kind#retryable() retryable} failure. Never on a commit of unknown outcome. The pause before run
 * <i>n</i> is random between zero and {@code firstPause × 2ⁿ⁻²}, at most {@code maxPause}.
 *
 * @param maxRuns how often the work may run in all, at least 1
 * @param firstPause the longest pause before the second run
 * @param maxPause the longest pause before any run
 */
public record RetryPolicy(int maxRuns, Duration firstPause, Duration maxPause) {
    /** The work runs once. */
    public static final RetryPolicy NONE = new RetryPolicy(1, Duration.ZERO, Duration.ZERO);

    public RetryPolicy {
        Objects.requireNonNull(firstPause, "firstPause");
        Objects.requireNonNull(maxPause, "maxPause");
        if (maxRuns < 1) {
            throw new IllegalArgumentException("maxRuns must be at least 1, was " + maxRuns);
        }
        if (firstPause.isNegative() || maxPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException(
                    "pauses must satisfy 0 <= firstPause <= maxPause, were " + firstPause + " and " + maxPause);
        }
    }

    /** At most {@code maxRuns} runs, pausing up to 10 ms at first and up to 1 s later. */
    public static RetryPolicy of(int maxRuns) {
        return new RetryPolicy(maxRuns, Duration.ofMillis(10), Duration.ofSeconds(1));
    }
}
