package io.databased;

import java.time.Duration;
import java.util.Objects;

/** Which durations settings may have: none that could not be counted in nanoseconds, as "for ever" could not. */
final class DurationRange {
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private DurationRange() {}

    static Duration positive(Duration value, String name) {
        if (notNegative(value, name).isZero()) {
            throw new IllegalArgumentException(name + " must be positive, was zero");
        }
        return value;
    }

    static Duration notNegative(Duration value, String name) {
        Objects.requireNonNull(value, name);
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    name + " must be between zero and " + LONGEST.toDays() + " days, was " + value);
        }
        return value;
    }
}
