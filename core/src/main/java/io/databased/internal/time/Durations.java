package io.databased.internal.time;

import java.time.Duration;
import java.util.Locale;

/** Durations as messages say them. */
public final class Durations {
    private static final Duration UNREMARKABLE = Duration.ofSeconds(1);

    private Durations() {}

    /** After how long a wait is worth a word in the log: a second, or half of the longest that it may be. */
    public static Duration untilReported(Duration longest) {
        Duration half = longest.dividedBy(2);
        return half.compareTo(UNREMARKABLE) < 0 ? half : UNREMARKABLE;
    }

    /** As in {@code 30 s}, {@code 1.2 s}, {@code 250 ms}. */
    public static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1_000) {
            return millis + " ms";
        }
        return millis % 1_000 < 100
                ? millis / 1_000 + " s"
                : String.format(Locale.ROOT, "%.1f s", Math.floor(millis / 100.0) / 10);
    }

    public static String text(long nanos) {
        return text(Duration.ofNanos(nanos));
    }
}
