package io.databased.postgresql;

import io.databased.Json;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads values in the form in which the server sends them: numbers with the highest byte first, times in microseconds. */
final class BinaryValues {
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final LocalDateTime FIRST_MOMENT = FIRST_DAY.atStartOfDay();
    private static final long MICROS_OF_DAY = 86_400_000_000L;

    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int INFINITY = 0xD000;
    private static final int MINUS_INFINITY = 0xF000;
    private static final int DIGITS = 4; // of a group of a number

    /** PostgreSQL has no arrays of more. */
    static final int MOST_DIMENSIONS = 6;

    private BinaryValues() {}

    /** Whether values of the type are read here. */
    static boolean reads(int oid) {
        return switch (oid) {
            case ServerType.OID,
                    ServerType.JSON,
                    ServerType.JSONB,
                    ServerType.MONEY,
                    ServerType.TIME,
                    ServerType.TIMETZ,
                    ServerType.INTERVAL,
                    ServerType.NUMERIC -> true;
            default -> ServerType.isPlain(oid) || ServerType.elementOf(oid) != 0;
        };
    }

    /** The value, which ends with the buffer. */
    static Object read(int oid, ByteBuffer value) throws BackendException {
        return switch (oid) {
            case 16 -> value.get() != 0;
            case 21 -> value.getShort();
            case 23 -> value.getInt();
            case ServerType.INT8 -> value.getLong();
            case 700 -> value.getFloat();
            case 701 -> value.getDouble();
            case ServerType.BYTEA -> bytes(value);
            case ServerType.OID -> Integer.toUnsignedLong(value.getInt());
            case ServerType.JSON -> new Json(text(value));
            case ServerType.JSONB -> new Json(text(value.position(value.position() + 1))); // behind the version
            case ServerType.MONEY -> BigDecimal.valueOf(value.getLong(), 2);
            case 1082 -> date(value.getInt());
            case ServerType.TIME -> time(value.getLong());
            case ServerType.TIMETZ -> OffsetTime.of(time(value.getLong()), ZoneOffset.ofTotalSeconds(-value.getInt()));
            case 1114 -> timestamp(value.getLong());
            case 1184 -> instant(value.getLong());
            case ServerType.INTERVAL -> interval(value.getLong(), value.getInt(), value.getInt());
            case ServerType.NUMERIC -> number(value);
            case 2950 -> new UUID(value.getLong(), value.getLong());
            default -> ServerType.elementOf(oid) == 0 ? text(value) : array(ServerType.elementOf(oid), value);
        };
    }

    /** The elements of an array, which are lists if it has more than one dimension. */
    static List<@Nullable Object> array(int element, ByteBuffer array) throws BackendException {
        int dimensions = array.getInt();
        array.getInt(); // whether there are nulls
        array.getInt(); // the type of the elements, which may be a domain
        requireWhole(dimensions >= 0 && dimensions <= MOST_DIMENSIONS);
        int[] lengths = new int[dimensions];
        long elements = 1;
        for (int i = 0; i < dimensions; i++) {
            lengths[i] = array.getInt();
            array.getInt(); // the lower bound
            requireWhole(lengths[i] > 0);
            elements *= lengths[i];
            requireWhole(elements <= array.remaining() / Integer.BYTES); // each has a length of its own
        }
        return dimensions == 0 ? List.of() : array(element, array, lengths, 0);
    }

    /** What an array says of its size is believed only if it can be so, since memory is taken for it. */
    private static void requireWhole(boolean possible) {
        if (!possible) {
            throw new IllegalArgumentException("an array of another size than it says");
        }
    }

    private static List<@Nullable Object> array(int element, ByteBuffer array, int[] lengths, int dimension)
            throws BackendException {
        List<@Nullable Object> list = new ArrayList<>(lengths[dimension]);
        for (int i = 0; i < lengths[dimension]; i++) {
            list.add(
                    dimension < lengths.length - 1
                            ? array(element, array, lengths, dimension + 1)
                            : element(element, array));
        }
        return Collections.unmodifiableList(list);
    }

    private static @Nullable Object element(int oid, ByteBuffer array) throws BackendException {
        int length = array.getInt();
        if (length < 0) {
            return null;
        }
        int end = array.position() + length;
        ByteBuffer value = array.slice(array.position(), length);
        array.position(end);
        return read(oid, value);
    }

    private static byte[] bytes(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    private static LocalDate date(int days) {
        return days == Integer.MAX_VALUE
                ? LocalDate.MAX
                : days == Integer.MIN_VALUE ? LocalDate.MIN : FIRST_DAY.plusDays(days);
    }

    static LocalTime time(long micros) throws BackendException {
        if (micros >= MICROS_OF_DAY) {
            throw new BackendException(
                    "the time 24:00:00, which Java's types do not have; select it as text",
                    Kind.UNSUPPORTED,
                    Effect.STATEMENT,
                    null);
        }
        return LocalTime.ofNanoOfDay(micros * 1_000);
    }

    private static LocalDateTime timestamp(long micros) {
        return micros == Long.MAX_VALUE
                ? LocalDateTime.MAX
                : micros == Long.MIN_VALUE
                        ? LocalDateTime.MIN
                        : FIRST_MOMENT
                                .plusSeconds(Math.floorDiv(micros, 1_000_000))
                                .plusNanos(Math.floorMod(micros, 1_000_000) * 1_000L);
    }

    private static OffsetDateTime instant(long micros) {
        return micros == Long.MAX_VALUE
                ? OffsetDateTime.MAX
                : micros == Long.MIN_VALUE
                        ? OffsetDateTime.MIN
                        : timestamp(micros).atOffset(ZoneOffset.UTC);
    }

    /**
     * What has months is no duration: their length depends on the date. It is given as ISO 8601 writes it, and so are the
     * infinities by their names.
     */
    private static Object interval(long micros, int days, int months) {
        if (days == Integer.MAX_VALUE && months == Integer.MAX_VALUE && micros == Long.MAX_VALUE) {
            return "infinity";
        }
        if (days == Integer.MIN_VALUE && months == Integer.MIN_VALUE && micros == Long.MIN_VALUE) {
            return "-infinity";
        }
        Duration time = Duration.ofSeconds(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1_000L);
        if (months == 0) {
            return time.plusDays(days);
        }
        Period date = Period.of(months / 12, months % 12, days);
        return time.isZero() ? date.toString() : date + time.toString().substring(1);
    }

    /** In groups of four decimal digits; {@code weight} counts those before the point, less one. */
    private static Object number(ByteBuffer value) {
        int groups = Short.toUnsignedInt(value.getShort());
        int weight = value.getShort();
        int sign = Short.toUnsignedInt(value.getShort());
        int scale = Short.toUnsignedInt(value.getShort());
        switch (sign) {
            case NAN -> {
                return Double.NaN;
            }
            case INFINITY -> {
                return Double.POSITIVE_INFINITY;
            }
            case MINUS_INFINITY -> {
                return Double.NEGATIVE_INFINITY;
            }
            default -> {}
        }
        StringBuilder digits = new StringBuilder(DIGITS * groups + 1).append(sign == NEGATIVE ? "-0" : "0");
        for (int i = 0; i < groups; i++) {
            String group = Integer.toString(value.getShort());
            digits.append("0".repeat(DIGITS - group.length())).append(group);
        }
        BigDecimal number = new BigDecimal(new BigInteger(digits.toString()), DIGITS * (groups - 1 - weight));
        return number.setScale(scale);
    }
}
