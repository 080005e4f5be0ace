package io.databased.jooq;

import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;

/**
 * The types of {@code java.sql}, through which jOOQ reads dates and times. They are instants of the JVM's time zone and of a
 * calendar that changes in 1582, and {@link Time} has no fractions of seconds; those made here still know what they were
 * made of, and jOOQ asks them for that.
 */
final class Times {
    private static final Duration DAY = Duration.ofDays(1);

    /** What PostgreSQL's JDBC driver has for infinities in {@code java.sql}, and what jOOQ knows them by. */
    private static final long INFINITY = 9_223_372_036_825_200_000L;

    private static final long NEGATIVE_INFINITY = -9_223_372_036_832_400_000L;

    private Times() {}

    static Date date(LocalDate date) {
        return new ExactDate(date);
    }

    static Time time(LocalTime time) {
        return new ExactTime(time);
    }

    static Timestamp timestamp(LocalDateTime time) {
        return new ExactTimestamp(time);
    }

    /** Whether it is one of the classes that are made here. */
    static boolean areOf(Class<?> type) {
        return type == Date.class || type == Time.class || type == Timestamp.class;
    }

    /** The elements as times of that class; null for one that is none. Texts are left to jOOQ. */
    static @Nullable Object[] of(Class<?> type, @Nullable Object[] elements) {
        @Nullable Object[] times = new @Nullable Object[elements.length];
        for (int i = 0; i < elements.length; i++) {
            Object element = elements[i];
            if (element instanceof List<?> inner) {
                times[i] = of(type, inner.toArray());
            } else {
                times[i] = element == null || element instanceof String ? element : of(type, element);
            }
        }
        return times;
    }

    private static @Nullable Object of(Class<?> type, Object value) {
        if (type == Time.class) {
            LocalTime time = toTime(value);
            return time == null ? null : time(time);
        }
        LocalDate date = toDate(value);
        if (type == Date.class) {
            return date == null ? null : date(date);
        }
        LocalDateTime time = toDateTime(value);
        return time == null ? null : timestamp(time);
    }

    /** What a text says, if it is a date or a time by itself: jOOQ would look for it in the JVM's time zone. */
    static @Nullable LocalDate parseDate(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException noDate) {
            LocalDateTime time = parseDateTime(text);
            return time == null ? null : time.toLocalDate();
        }
    }

    /**
     * Whether jOOQ has made that text of the time, by types of {@code java.sql}, which have another calendar, and no fractions of seconds
     * of a day. A text of another form is a converter's.
     */
    static boolean isTextOf(@Nullable Object time, String text) {
        return (time instanceof LocalDate date && text.equals(Date.valueOf(date).toString()))
                || (time instanceof LocalTime of && text.equals(Time.valueOf(of).toString()))
                || (time instanceof LocalDateTime at
                        && text.equals(Timestamp.valueOf(at).toString()))
                || isTextOfOffset(time, text);
    }

    /**
     * Whether a text is one that jOOQ makes of a time on a database: on SQLite of all, on MySQL and MariaDB of those with an offset, which
     * MariaDB does not read; null of none.
     */
    static @Nullable BiPredicate<@Nullable Object, String> writtenAsTexts(SQLDialect dialect) {
        return switch (dialect.family()) {
            case SQLITE -> Times::isTextOf;
            case MARIADB, MYSQL -> Times::isTextOfOffset;
            default -> null;
        };
    }

    /** With a blank, where Java has a T. */
    private static boolean isTextOfOffset(@Nullable Object time, String text) {
        if (text.indexOf('T') >= 0) {
            return false;
        }
        try {
            if (time instanceof OffsetTime of) {
                return OffsetTime.parse(text).equals(of);
            }
            boolean instant = time instanceof OffsetDateTime || time instanceof Instant;
            Instant read =
                    instant ? OffsetDateTime.parse(text.replace(' ', 'T')).toInstant() : null;
            return read != null && read.equals(time instanceof OffsetDateTime at ? at.toInstant() : time);
        } catch (DateTimeParseException another) {
            return false;
        }
    }

    /** What a text says to a field of that class; null if the class is none of a time, or the text says none. */
    static @Nullable Object parse(Class<?> type, String text) {
        if (type == LocalDate.class) {
            return parseDate(text);
        }
        if (type == LocalTime.class) {
            try {
                return LocalTime.parse(text);
            } catch (DateTimeParseException another) {
                return null;
            }
        }
        LocalDateTime time = type == LocalDateTime.class || type == Timestamp.class ? parseDateTime(text) : null;
        return time == null || type == LocalDateTime.class ? time : timestamp(time);
    }

    /** As much of a time of day as jOOQ reads of a text. */
    static String withoutFraction(String text) {
        return parse(LocalTime.class, text) instanceof LocalTime time
                ? DateTimeFormatter.ISO_LOCAL_TIME.format(time.withNano(0))
                : text;
    }

    /** As {@link #parseDate}. */
    static @Nullable LocalDateTime parseDateTime(String text) {
        try {
            return LocalDateTime.parse(text.replace(' ', 'T'));
        } catch (DateTimeParseException another) {
            return null;
        }
    }

    /** As PostgreSQL writes it, which is what jOOQ reads. */
    static String beforeChrist(OffsetDateTime time) {
        return String.format(
                Locale.ROOT,
                "%04d-%02d-%02d %s%s BC",
                1 - time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                DateTimeFormatter.ISO_LOCAL_TIME.format(time),
                time.getOffset().getId().replace("Z", "+00:00"));
    }

    /** The day of what has one; null of anything else. */
    static @Nullable LocalDate toDate(Object value) {
        if (value instanceof LocalDate date) {
            return date;
        }
        boolean hasDay = value instanceof LocalDateTime || value instanceof OffsetDateTime;
        LocalDateTime time = hasDay ? toDateTime(value) : null;
        return time == null ? null : time.toLocalDate();
    }

    /** Whether it is one of PostgreSQL's infinities. */
    static boolean isInfinite(Object time) {
        return time.equals(LocalDate.MAX)
                || time.equals(LocalDate.MIN)
                || time.equals(LocalDateTime.MAX)
                || time.equals(LocalDateTime.MIN)
                || time.equals(OffsetDateTime.MAX)
                || time.equals(OffsetDateTime.MIN);
    }

    /** As {@link #INFINITY} if it is {@link LocalDate#MAX}, and so on; otherwise the other. */
    private static long millis(LocalDate date, long other) {
        return date.equals(LocalDate.MAX) ? INFINITY : date.equals(LocalDate.MIN) ? NEGATIVE_INFINITY : other;
    }

    /** The infinity that is meant by the time of one of {@code java.sql}, or null. */
    static @Nullable LocalDateTime infinity(long millis) {
        return millis == INFINITY ? LocalDateTime.MAX : millis == NEGATIVE_INFINITY ? LocalDateTime.MIN : null;
    }

    /** The time of day of what has one; null of anything else, of an infinity, and of a length of time that is none. */
    static @Nullable LocalTime toTime(Object value) {
        if (value instanceof Duration length) { // as MySQL has times, which may be longer than a day
            boolean isTime = !length.isNegative() && length.compareTo(DAY) < 0;
            return isTime ? LocalTime.MIDNIGHT.plus(length) : null;
        }
        if (value instanceof LocalTime time) {
            return time;
        }
        LocalDateTime time = value instanceof LocalDate || isInfinite(value) ? null : toDateTime(value);
        return time == null ? null : time.toLocalTime();
    }

    /** The time in the zone of the JVM, as drivers give it; days begin at midnight, and times are of the first day there is. */
    static @Nullable LocalDateTime toDateTime(Object value) {
        if (value instanceof LocalDateTime time) {
            return time;
        }
        if (value instanceof LocalDate date) {
            return date.equals(LocalDate.MAX) ? LocalDateTime.MAX : date.atStartOfDay();
        }
        if (value instanceof OffsetDateTime time) {
            return isInfinite(time)
                    ? time.toLocalDateTime()
                    : time.atZoneSameInstant(ZoneId.systemDefault()).toLocalDateTime();
        }
        if (value instanceof LocalTime time) {
            return LocalDate.EPOCH.atTime(time);
        }
        boolean isLength = value instanceof Duration length && !length.isNegative();
        return isLength ? LocalDate.EPOCH.atStartOfDay().plus((Duration) value) : null;
    }

    private static final class ExactDate extends Date {
        private static final long serialVersionUID = 1L;

        private final LocalDate date;

        ExactDate(LocalDate date) {
            super(millis(date, Date.valueOf(date).getTime()));
            this.date = date;
        }

        @Override
        public LocalDate toLocalDate() {
            return date;
        }
    }

    private static final class ExactTime extends Time {
        private static final long serialVersionUID = 1L;

        private final LocalTime time;

        ExactTime(LocalTime time) {
            super(Time.valueOf(time).getTime());
            this.time = time;
        }

        @Override
        public LocalTime toLocalTime() {
            return time;
        }
    }

    private static final class ExactTimestamp extends Timestamp {
        private static final long serialVersionUID = 1L;

        private final LocalDateTime time;

        ExactTimestamp(LocalDateTime time) {
            super(
                    isInfinite(time)
                            ? millis(time.toLocalDate(), 0)
                            : Timestamp.valueOf(time).getTime());
            if (!isInfinite(time)) {
                setNanos(Timestamp.valueOf(time).getNanos());
            }
            this.time = time;
        }

        @Override
        public LocalDateTime toLocalDateTime() {
            return time;
        }
    }
}
