package io.databased.jdbc.product;

import io.databased.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Brings values into SQLite's storage classes: integers, floating point, text, bytes. Decimals are {@linkplain SqliteDecimals
 * numbers where those hold them}. What has no class of its own is text: dates and times as SQLite's functions write and read
 * them, instants in UTC and all of one length, UUIDs, JSON, ISO 8601 durations.
 */
public final class SqliteStorage {
    private SqliteStorage() {}

    /** What a statement does with its parameters. */
    @FunctionalInterface
    public interface Places {
        /** @param parameter from 1 */
        SqlitePlaces.Place of(int parameter) throws SQLException;
    }

    /**
     * The values as the driver stores them without loss: the same array, if all are such already.
     *
     * @throws RefusedException if SQLite has nothing for a value
     */
    public static @Nullable Object[] encode(@Nullable Object[] values, Places places) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (!isPlain(values[i])) {
                return encodeAll(values, places);
            }
        }
        return values;
    }

    private static @Nullable Object[] encodeAll(@Nullable Object[] values, Places places) throws SQLException {
        @Nullable Object[] encoded = new @Nullable Object[values.length];
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value instanceof BigDecimal number) {
                encoded[i] = SqliteDecimals.encode(number, places.of(i + 1));
            } else if (value instanceof BigInteger number) {
                encoded[i] = SqliteDecimals.encode(new BigDecimal(number), places.of(i + 1));
            } else {
                encoded[i] = value == null || isPlain(value) ? value : encode(value);
            }
        }
        return encoded;
    }

    private static boolean isPlain(@Nullable Object value) {
        return value == null
                || value instanceof String
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof byte[]
                || (value instanceof Double number && !number.isNaN());
    }

    private static Object encode(Object value) throws RefusedException {
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (value instanceof Byte number) {
            return number.intValue();
        }
        if (value instanceof Float number && !number.isNaN()) {
            return number.doubleValue();
        }
        return text(value);
    }

    private static String text(Object value) throws RefusedException {
        if (value instanceof LocalDateTime time) {
            return Formats.DATE_TIME.format(time);
        }
        if (value instanceof LocalTime time) {
            return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
        }
        if (value instanceof OffsetDateTime time) {
            return Formats.INSTANT.format(time.withOffsetSameInstant(ZoneOffset.UTC));
        }
        if (value instanceof Instant instant) {
            return Formats.INSTANT.format(instant.atOffset(ZoneOffset.UTC));
        }
        if (value instanceof OffsetTime time) {
            return Formats.OFFSET_TIME.format(time);
        }
        if (value instanceof LocalDate || value instanceof UUID || value instanceof Json || value instanceof Duration) {
            return value.toString();
        }
        if (value instanceof Number) {
            throw new RefusedException("SQLite has no NaN: it would store null", "22003");
        }
        throw new RefusedException(
                value instanceof List<?>
                        ? "SQLite has no arrays; write IN (:ids), or bind its JSON"
                        : "SQLite has no type for a " + value.getClass().getSimpleName());
    }

    /** Made when the first date is written. */
    private static final class Formats {
        static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
                .append(DateTimeFormatter.ISO_LOCAL_DATE)
                .appendLiteral(' ')
                .append(DateTimeFormatter.ISO_LOCAL_TIME)
                .toFormatter();

        /** Of one length and one offset, so that the order of the texts is that of the times. */
        static final DateTimeFormatter INSTANT = new DateTimeFormatterBuilder()
                .append(DateTimeFormatter.ISO_LOCAL_DATE)
                .appendPattern(" HH:mm:ss.SSSSSSSSS'Z'")
                .toFormatter(Locale.ROOT);

        /** Its offset is a part of it. */
        static final DateTimeFormatter OFFSET_TIME = new DateTimeFormatterBuilder()
                .appendPattern("HH:mm:ss.SSSSSSSSS")
                .appendOffset("+HH:MM:ss", "Z")
                .toFormatter(Locale.ROOT);
    }
}
