package io.databased.internal.row;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values read as {@code java.time} types: from each other where the instant or the fields stay the same, and from texts as
 * ISO 8601 and SQL write them. A text without an offset is no instant, and a number is no time: its unit and origin are
 * not known. Null where something would be lost.
 */
final class Temporals {
    /** {@code 2024-01-02T03:04:05.678+02:00}, also with {@code +02}. */
    private static final DateTimeFormatter WITH_OFFSET = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendOffset("+HH:mm:ss", "Z")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final Duration DAY = Duration.ofDays(1);

    private Temporals() {}

    /** How the class is read, or null if it is none of these. */
    static @Nullable Conversion conversion(Class<?> type) {
        if (type == LocalDate.class) {
            return Temporals::toLocalDate;
        }
        if (type == LocalTime.class) {
            return Temporals::toLocalTime;
        }
        if (type == LocalDateTime.class) {
            return Temporals::toLocalDateTime;
        }
        if (type == OffsetTime.class) {
            return Temporals::toOffsetTime;
        }
        if (type == OffsetDateTime.class) {
            return Temporals::toOffsetDateTime;
        }
        if (type == ZonedDateTime.class) {
            return Temporals::toZonedDateTime;
        }
        if (type == Instant.class) {
            return Temporals::toInstant;
        }
        if (type == Duration.class) {
            return Temporals::toDuration;
        }
        return null;
    }

    static @Nullable Object toLocalDate(Object value) {
        if (value instanceof LocalDate) {
            return value;
        }
        Object date = parse(value, LocalDate::parse);
        return date != null ? date : ofMidnight(toLocalDateTime(value));
    }

    /** A database without dates keeps one as its midnight; any other time would be lost. */
    private static @Nullable LocalDate ofMidnight(@Nullable LocalDateTime time) {
        return time != null && time.toLocalTime().equals(LocalTime.MIDNIGHT) ? time.toLocalDate() : null;
    }

    /** MySQL's TIME is a length of time, which a time of day is read from where there is one. */
    static @Nullable Object toLocalTime(Object value) {
        if (value instanceof Duration length) {
            boolean withinADay = !length.isNegative() && length.compareTo(DAY) < 0;
            return withinADay ? LocalTime.ofNanoOfDay(length.toNanos()) : null;
        }
        return value instanceof LocalTime ? value : parse(value, LocalTime::parse);
    }

    static @Nullable Object toOffsetTime(Object value) {
        return value instanceof OffsetTime ? value : parse(value, OffsetTime::parse);
    }

    static @Nullable LocalDateTime toLocalDateTime(Object value) {
        return value instanceof LocalDateTime same ? same : parse(value, text -> LocalDateTime.parse(iso(text)));
    }

    static @Nullable OffsetDateTime toOffsetDateTime(Object value) {
        if (value instanceof ZonedDateTime zoned) {
            return zoned.toOffsetDateTime();
        }
        return value instanceof OffsetDateTime same
                ? same
                : parse(value, text -> OffsetDateTime.parse(iso(text), WITH_OFFSET));
    }

    static @Nullable Object toZonedDateTime(Object value) {
        if (value instanceof ZonedDateTime) {
            return value;
        }
        OffsetDateTime time = toOffsetDateTime(value);
        return time == null ? null : time.toZonedDateTime();
    }

    static @Nullable Object toInstant(Object value) {
        if (value instanceof Instant) {
            return value;
        }
        OffsetDateTime time = toOffsetDateTime(value);
        return time == null ? null : time.toInstant();
    }

    static @Nullable Object toDuration(Object value) {
        return value instanceof Duration ? value : parse(value, Duration::parse);
    }

    /** What to do about a value that is not read as this standard class. */
    static String remedy(Class<?> type, Object value) {
        boolean withZone = type == Instant.class || type == OffsetDateTime.class || type == ZonedDateTime.class;
        if (withZone && toLocalDateTime(value) != null) {
            return "it has no zone: read it as a LocalDateTime";
        }
        return type == LocalDateTime.class && toOffsetDateTime(value) != null
                ? "it has a zone: read it as an OffsetDateTime or an Instant"
                : "ask for a type that can hold it";
    }

    private static String iso(String text) {
        return text.replace(' ', 'T');
    }

    private static <T> @Nullable T parse(Object value, Function<String, T> parser) {
        if (!(value instanceof String text)) {
            return null;
        }
        try {
            return parser.apply(text);
        } catch (DateTimeParseException e) {
            return null; // refused by our own message, without the text that this one quotes
        }
    }
}
