package io.databased.jooq;

import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jooq.types.DayToSecond;
import org.jooq.types.Interval;
import org.jooq.types.YearToMonth;
import org.jooq.types.YearToSecond;
import org.jspecify.annotations.Nullable;

/** jOOQ's intervals as elements of arrays: of others it makes an interval of nothing. */
final class Intervals {
    private static final int MONTHS = 12;

    private Intervals() {}

    /** Whether nothing of a value is lost in an interval of that class, as far as its form is known here. */
    static boolean fits(Class<?> type, Object value) {
        String text = value.toString();
        boolean isKnown = value instanceof Duration || text.startsWith("P") || text.endsWith("infinity");
        return !isKnown || interval(type, value) != null;
    }

    /** The elements as intervals of that class; null for one that is none. */
    static @Nullable Object[] of(Class<?> type, @Nullable Object[] elements) {
        @Nullable Object[] intervals = new @Nullable Object[elements.length];
        for (int i = 0; i < elements.length; i++) {
            Object element = elements[i];
            intervals[i] = element instanceof List<?> inner
                    ? of(type, inner.toArray())
                    : element == null ? null : interval(type, element);
        }
        return intervals;
    }

    /** Whether each element is one now. */
    static boolean areWhole(@Nullable Object[] elements, @Nullable Object[] intervals) {
        for (int i = 0; i < elements.length; i++) {
            boolean lost = elements[i] instanceof List<?> inner
                    ? !areWhole(inner.toArray(), (Object[]) intervals[i])
                    : elements[i] != null && intervals[i] == null;
            if (lost) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Interval interval(Class<?> type, Object element) {
        if (element instanceof Duration length) {
            return interval(type, Period.ZERO, length);
        }
        String[] dateAndTime = element.toString().split("T", 2); // as ISO 8601 writes it
        try {
            Duration time = dateAndTime.length == 1 ? Duration.ZERO : Duration.parse("PT" + dateAndTime[1]);
            return interval(type, dateAndTime[0].equals("P") ? Period.ZERO : Period.parse(dateAndTime[0]), time);
        } catch (DateTimeParseException infinite) {
            return null;
        }
    }

    private static @Nullable Interval interval(Class<?> type, Period date, Duration time) {
        long months = date.toTotalMonths();
        Duration days = time.plusDays(date.get(ChronoUnit.DAYS));
        YearToMonth length = new YearToMonth((int) (Math.abs(months) / MONTHS), (int) (Math.abs(months) % MONTHS));
        YearToMonth years = months < 0 ? length.neg() : length;
        if (type == YearToSecond.class) {
            return new YearToSecond(years, DayToSecond.valueOf(days));
        }
        if (type == YearToMonth.class) {
            return days.isZero() ? years : null;
        }
        return months == 0 ? DayToSecond.valueOf(days) : null;
    }
}
