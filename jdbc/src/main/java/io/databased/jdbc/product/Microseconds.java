package io.databased.jdbc.product;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.Set;

/** Cuts parts of a microsecond, which some drivers and servers round up, into the next day or year. */
final class Microseconds {
    private static final Set<Temporal> INFINITE = Set.of(LocalDateTime.MAX, OffsetDateTime.MAX);

    private Microseconds() {}

    /** What is no time, and what stands for infinity, is given back as it is. */
    static Object cut(Object value) {
        if (value instanceof Duration duration) {
            Duration length = duration.abs().truncatedTo(ChronoUnit.MICROS);
            return duration.isNegative() ? length.negated() : length;
        }
        boolean exact = value instanceof Temporal time
                && time.isSupported(ChronoField.MICRO_OF_SECOND)
                && !INFINITE.contains(time);
        return exact ? cut((Temporal) value) : value;
    }

    private static Temporal cut(Temporal time) {
        return time.with(ChronoField.MICRO_OF_SECOND, time.get(ChronoField.MICRO_OF_SECOND));
    }
}
