package io.databased.internal.row;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times from one another and from text, if nothing is lost; null otherwise. A date is the same as its midnight. A
 * time with an offset never becomes one without.
 *
 * <p>Text is ISO 8601 or as SQL writes it: a space for the T, seconds, their fraction and the offset optional, the offset with
 * or without minutes and colon.
 */
final class Times {
    private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendLiteral(' ')
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH:mm:ss", "Z")
            .optionalEnd()
            .toFormatter()
            .withChronology(IsoChronology.INSTANCE)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final Map<Class<?>, Decoder> DECODERS = Map.of(
            LocalDate.class, value -> toDate(read(value)),
            LocalDateTime.class, value -> toDateTime(read(value)),
            LocalTime.class, Times::toTime,
            OffsetDateTime.class, value -> toOffsetDateTime(read(value)),
            ZonedDateTime.class, value -> toZonedDateTime(read(value)),
            Instant.class, value -> toInstant(read(value)),
            Duration.class, Times::toDuration);

    private Times() {}

    /** Null if the class is no time's. */
    static @Nullable Decoder to(Class<?> type) {
        return DECODERS.get(type);
    }

    static boolean isTime(Object value) {
        return value instanceof Temporal || value instanceof TemporalAmount;
    }

    private static @Nullable Object read(Object value) {
        return value instanceof String text ? parse(text) : value;
    }

    private static @Nullable TemporalAccessor parse(String text) {
        int space = text.indexOf(' ');
        String iso =
                space < 0 || text.indexOf('T') >= 0 ? text : text.substring(0, space) + 'T' + text.substring(space + 1);
        try {
            return TEXT.parseBest(iso, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        } catch (DateTimeException notOne) {
            return null;
        }
    }

    private static @Nullable LocalDate toDate(@Nullable Object value) {
        if (value instanceof LocalDateTime time) {
            return time.toLocalTime().equals(LocalTime.MIDNIGHT) ? time.toLocalDate() : null;
        }
        return value instanceof LocalDate date ? date : null;
    }

    private static @Nullable LocalDateTime toDateTime(@Nullable Object value) {
        if (value instanceof LocalDate date) {
            return date.atStartOfDay();
        }
        return value instanceof LocalDateTime time ? time : null;
    }

    private static @Nullable OffsetDateTime toOffsetDateTime(@Nullable Object value) {
        if (value instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        return value instanceof OffsetDateTime time ? time : null;
    }

    private static @Nullable ZonedDateTime toZonedDateTime(@Nullable Object value) {
        OffsetDateTime time = toOffsetDateTime(value);
        return time == null ? null : time.toZonedDateTime();
    }

    private static @Nullable Instant toInstant(@Nullable Object value) {
        if (value instanceof ZonedDateTime time) {
            return time.toInstant();
        }
        return value instanceof OffsetDateTime time ? time.toInstant() : null;
    }

    private static @Nullable LocalTime toTime(Object value) {
        try {
            return value instanceof String text ? LocalTime.parse(text) : null;
        } catch (DateTimeException notOne) {
            return null;
        }
    }

    private static @Nullable Duration toDuration(Object value) {
        try {
            return value instanceof String text ? Duration.parse(text) : null;
        } catch (DateTimeException notOne) {
            return null;
        }
    }
}
