package io.databased.jdbc.product;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates and times as PostgreSQL writes them, and where its driver gives or sends others than it should. */
final class PostgresTimes {
    private static final Set<Temporal> INFINITE = Set.of(LocalDate.MAX, LocalDateTime.MAX, OffsetDateTime.MAX);
    private static final Set<Temporal> MINUS_INFINITE = Set.of(LocalDate.MIN, LocalDateTime.MIN, OffsetDateTime.MIN);

    /** The driver sends what is before this year as minus infinity. */
    private static final int FIRST_YEAR = -4712;

    private static final Pattern BEFORE_CHRIST =
            Pattern.compile("(\\d+)-(\\d\\d)-(\\d\\d)(?: ([\\d:.]+)([-+\\d:]*))? BC");

    private PostgresTimes() {}

    /** The server takes no offset of sixteen hours or more. Other values, and the infinities, are given back as they are. */
    static Object utc(Object value) {
        if (value instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        boolean infinite = INFINITE.contains(value) || MINUS_INFINITE.contains(value);
        return value instanceof OffsetDateTime time && !infinite ? time.withOffsetSameInstant(ZoneOffset.UTC) : value;
    }

    /** Whether the driver would send another date. */
    static boolean isBent(Object value) {
        return value instanceof Temporal time
                && time.isSupported(ChronoField.YEAR)
                && time.get(ChronoField.YEAR) < FIRST_YEAR
                && !MINUS_INFINITE.contains(time);
    }

    /** Dates, and times with a date, as text. Other values are given back as they are. */
    static Object text(Object given) {
        Object value = utc(given);
        if (INFINITE.contains(value)) {
            return "infinity";
        }
        if (MINUS_INFINITE.contains(value)) {
            return "-infinity";
        }
        if (value instanceof OffsetDateTime time) {
            return date(time.toLocalDate(), "T" + time.toLocalTime() + time.getOffset());
        }
        if (value instanceof LocalDateTime time) {
            return date(time.toLocalDate(), "T" + time.toLocalTime());
        }
        return value instanceof LocalDate date ? date(date, "") : value;
    }

    /** PostgreSQL has no year 0, and counts those before Christ from 1. */
    private static String date(LocalDate date, String time) {
        int year = date.getYear();
        String days = String.format(
                Locale.ROOT, "%04d-%02d-%02d", year > 0 ? year : 1 - year, date.getMonthValue(), date.getDayOfMonth());
        return days + time + (year > 0 ? "" : " BC");
    }

    /** The driver looks for the leap days before Christ in the years after, where they are none. */
    static Reader withLeapDays(Class<?> type) {
        return (result, column) -> {
            try {
                return result.getObject(column, type);
            } catch (DateTimeException leapDay) {
                Matcher parts = BEFORE_CHRIST.matcher(result.getString(column));
                if (!parts.matches()) {
                    throw leapDay;
                }
                return beforeChrist(parts);
            }
        };
    }

    private static Object beforeChrist(Matcher parts) {
        LocalDate date = LocalDate.of(
                1 - Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)));
        if (parts.group(4) == null) {
            return date;
        }
        LocalDateTime time = date.atTime(LocalTime.parse(parts.group(4)));
        return parts.group(5).isEmpty()
                ? time
                : time.atOffset(ZoneOffset.of(parts.group(5))).withOffsetSameInstant(ZoneOffset.UTC);
    }

    static Reader time() {
        return beforeMidnight(LocalTime.class, LocalTime.MAX);
    }

    static Reader timeWithZone() {
        return beforeMidnight(OffsetTime.class, OffsetTime.MAX);
    }

    /** The driver makes the last nanosecond there is of 24:00:00, which PostgreSQL has, and Java has not. */
    private static Reader beforeMidnight(Class<?> type, Object endOfDay) {
        return (result, column) -> {
            Object value = result.getObject(column, type);
            if (endOfDay.equals(value)) {
                throw UnreadableException.endOfDay();
            }
            return value;
        };
    }
}
