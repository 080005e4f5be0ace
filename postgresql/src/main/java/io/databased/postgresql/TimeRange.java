package io.databased.postgresql;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The times that PostgreSQL has, which the driver does not check: it sends another one in place of what is out of range, and
 * rounds parts of a microsecond up before the year 2000. The first and the last of Java's stand for the infinities.
 */
final class TimeRange {
    private static final LocalDate FIRST_DATE = LocalDate.of(-4713, 11, 24);
    private static final LocalDate LAST_DATE = LocalDate.of(5_874_897, 12, 31);
    private static final LocalDateTime FIRST = FIRST_DATE.atStartOfDay();
    private static final LocalDateTime LAST = LocalDate.of(294_276, 12, 31).atTime(LocalTime.MAX);

    private TimeRange() {}

    /** The value as the driver is to have it. */
    static Object checked(Object value) throws BackendException {
        if (value instanceof LocalDate date) {
            return checked(date);
        }
        if (value instanceof OffsetDateTime time) {
            if (time.equals(OffsetDateTime.MAX)) {
                return time;
            }
            check(utc(time));
            return time.truncatedTo(ChronoUnit.MICROS);
        }
        LocalDateTime time = (LocalDateTime) value;
        if (time.equals(LocalDateTime.MAX)) {
            return time;
        }
        check(time);
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    /** The driver knows the infinities by identity. */
    private static LocalDate checked(LocalDate date) throws BackendException {
        if (date.equals(LocalDate.MAX)) {
            return LocalDate.MAX;
        }
        if (date.equals(LocalDate.MIN)) {
            return LocalDate.MIN;
        }
        if (date.isBefore(FIRST_DATE) || date.isAfter(LAST_DATE)) {
            throw outOfRange("a date");
        }
        return date;
    }

    private static LocalDateTime utc(OffsetDateTime time) {
        return time.equals(OffsetDateTime.MIN)
                ? LocalDateTime.MIN
                : time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    }

    private static void check(LocalDateTime time) throws BackendException {
        if (time.equals(LocalDateTime.MIN)) {
            throw new BackendException(
                    "the driver cannot send -infinity; write it into the statement: timestamp '-infinity'",
                    Kind.UNSUPPORTED,
                    Effect.STATEMENT,
                    null);
        }
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw outOfRange("a timestamp");
        }
    }

    private static BackendException outOfRange(String what) {
        return new BackendException(
                what + " is out of PostgreSQL's range, which ends with the years 4714 BC and "
                        + (what.equals("a date") ? LAST_DATE.getYear() : LAST.getYear()),
                Kind.DATA,
                Effect.STATEMENT,
                null);
    }

    /** What the driver makes of a timestamp: of {@code -infinity} a time out of range, and of the first one a MIN. */
    static LocalDateTime read(LocalDateTime time) {
        return time.equals(LocalDateTime.MIN) ? FIRST : time.isBefore(FIRST) ? LocalDateTime.MIN : time;
    }

    /** As {@link #read(LocalDateTime)}. */
    static OffsetDateTime read(OffsetDateTime time) {
        if (time.equals(OffsetDateTime.MIN)) {
            return FIRST.atOffset(ZoneOffset.UTC);
        }
        return time.toLocalDateTime().isBefore(FIRST) ? OffsetDateTime.MIN : time;
    }
}
