package io.databased.jdbc.product;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.Set;

/** Dates and times as PostgreSQL writes them, and where its driver gives or sends others than it should. */
final class PostgresTimes {
    private static final Set<Temporal> INFINITE = Set.of(LocalDate.MAX, LocalDateTime.MAX, OffsetDateTime.MAX);
    private static final Set<Temporal> MINUS_INFINITE = Set.of(LocalDate.MIN, LocalDateTime.MIN, OffsetDateTime.MIN);

    /** The driver sends what is before this year as minus infinity. */
    private static final int FIRST_YEAR = -4712;

    private PostgresTimes() {}

    /** Whether the driver would send another date. */
    static boolean isBent(Object value) {
        return value instanceof Temporal time
                && time.isSupported(ChronoField.YEAR)
                && time.get(ChronoField.YEAR) < FIRST_YEAR
                && !MINUS_INFINITE.contains(time);
    }

    /** Dates, and times with a date, as text. Other values are given back as they are. */
    static Object text(Object value) {
        if (value instanceof Instant instant) {
            return text(instant.atOffset(ZoneOffset.UTC));
        }
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
        String days =
                String.format("%04d-%02d-%02d", year > 0 ? year : 1 - year, date.getMonthValue(), date.getDayOfMonth());
        return days + time + (year > 0 ? "" : " BC");
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
                String name = result.getMetaData().getColumnLabel(column);
                throw new SQLException(
                        "column \"" + name + "\" holds the time 24:00:00, which Java's types do not have; select it as"
                                + " text",
                        "0A000");
            }
            return value;
        };
    }
}
