package io.databased.jdbc.product;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads intervals in the form that PostgreSQL gives unless it is told otherwise: {@code 1 year 2 mons -3 days +04:05:06.7}. */
final class PostgresIntervals {
    private static final Pattern FORM = Pattern.compile("(?:([-+]?\\d+) years? ?)?(?:([-+]?\\d+) mons? ?)?"
            + "(?:([-+]?\\d+) days? ?)?(?:([-+]?)(\\d+):(\\d\\d):(\\d\\d(?:\\.\\d+)?))?");

    private PostgresIntervals() {}

    /**
     * A duration; what has months is none, their length depends on the date, and comes as ISO 8601 writes it. The text itself
     * if it has another form.
     */
    static Object read(String text) {
        Matcher parts = FORM.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            return text;
        }
        int years = number(parts.group(1));
        int months = number(parts.group(2));
        int days = number(parts.group(3));
        Duration time = time(parts);
        if (years == 0 && months == 0) {
            return time.plusDays(days);
        }
        Period date = Period.of(years, months, days);
        return time.isZero() ? date.toString() : date + time.toString().substring(1);
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static Duration time(Matcher parts) {
        if (parts.group(5) == null) {
            return Duration.ZERO;
        }
        BigDecimal seconds = new BigDecimal(parts.group(7));
        Duration time = Duration.ofHours(Long.parseLong(parts.group(5)))
                .plusMinutes(Long.parseLong(parts.group(6)))
                .plusNanos(seconds.movePointRight(9).longValue());
        return parts.group(4).equals("-") ? time.negated() : time;
    }
}
