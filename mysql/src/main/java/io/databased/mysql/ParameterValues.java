package io.databased.mysql;

import io.databased.Json;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Encodes plain values with the type that the server computes them by, or refuses them.
 *
 * @param largest how many bytes the server takes at once; with more it closes the connection
 */
record ParameterValues(long largest) {
    /** The protocol counts parameters in 16 bits. */
    private static final int MOST = 65_535;

    private static final int MOST_DIGITS = 65;
    private static final int MOST_DECIMALS = 30;
    private static final int LAST_YEAR = 9999;
    private static final Duration LONGEST_TIME = Duration.parse("PT838H59M59.999999S");
    private static final Duration LAST_HOUR = Duration.ofHours(838);
    private static final Duration LAST_SECOND = Duration.parse("PT838H59M59S");

    private static final int TINY = 0x01;
    private static final int SHORT = 0x02;
    private static final int LONG = 0x03;
    private static final int FLOAT = 0x04;
    private static final int DOUBLE = 0x05;
    private static final int NULL = 0x06;
    private static final int LONG_LONG = 0x08;
    private static final int UNSIGNED_LONG_LONG = 0x8008;
    private static final int DATE = 0x0A;
    private static final int TIME = 0x0B;
    private static final int DATETIME = 0x0C;
    private static final int DECIMAL = 0xF6;
    private static final int BYTES = 0xFC;
    private static final int TEXT = 0xFE;

    Execution encode(@Nullable Object[] values) throws BackendException {
        if (values.length > MOST) {
            throw refused(
                    Kind.DATA,
                    values.length + " parameters are more than the " + MOST
                            + " that the server takes; use executeMany, or fewer values in IN");
        }
        int nullBytes = (values.length + 7) >> 3;
        ByteBuf all = Unpooled.buffer(nullBytes + 1 + 12 * values.length);
        all.writeZero(nullBytes).writeByte(1); // types follow
        int typesAt = all.writerIndex();
        all.writeZero(2 * values.length);
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            int type = value == null ? NULL : write(value, all);
            if (value == null) {
                all.setByte(i >> 3, all.getByte(i >> 3) | (1 << (i & 7)));
            }
            all.setShortLE(typesAt + 2 * i, type);
        }
        if (all.readableBytes() > largest) {
            throw refused(
                    Kind.DATA,
                    "the values are " + all.readableBytes() + " bytes long, more than the " + largest
                            + " that the server takes at once (max_allowed_packet)");
        }
        return new Execution(values.length, all);
    }

    /** Refuses a text for which the server would close the connection. */
    static void requireTaken(String sql, long largest) throws BackendException {
        long bytes = 3L * sql.length() < largest ? 0 : ByteBufUtil.utf8Bytes(sql) + 1L;
        if (bytes > largest) {
            throw refused(
                    Kind.DATA,
                    "the statement is " + bytes + " bytes long, more than the " + largest
                            + " that the server takes at once (max_allowed_packet); bind its values, or send fewer at once");
        }
    }

    /** Returns the type. */
    private static int write(Object value, ByteBuf to) throws BackendException {
        if (value instanceof Number number) {
            return number(number, to);
        }
        if (value instanceof Boolean flag) {
            to.writeByte(flag ? 1 : 0);
            return TINY;
        }
        if (value instanceof byte[] bytes) {
            LengthEncoded.write(to, bytes);
            return BYTES;
        }
        if (value instanceof List<?>) {
            throw refused(Kind.UNSUPPORTED, "MySQL and MariaDB have no arrays; write IN (:ids), or bind its JSON");
        }
        if (value instanceof String || value instanceof Json || value instanceof UUID || value instanceof Character) {
            return text(value.toString(), to);
        }
        return time(value, to);
    }

    private static int number(Number value, ByteBuf to) throws BackendException {
        if (value instanceof Integer number) {
            to.writeIntLE(number);
            return LONG;
        }
        if (value instanceof Long number) {
            to.writeLongLE(number);
            return LONG_LONG;
        }
        if (value instanceof BigDecimal decimal) {
            return decimal(decimal, to);
        }
        if (value instanceof BigInteger number) {
            return whole(number, to);
        }
        if (value instanceof Double || value instanceof Float) {
            return floating(value, to);
        }
        if (value instanceof Short number) {
            to.writeShortLE(number);
            return SHORT;
        }
        if (value instanceof Byte number) {
            to.writeByte(number);
            return TINY;
        }
        return text(value.toString(), to);
    }

    private static int floating(Number value, ByteBuf to) throws BackendException {
        if (!Double.isFinite(value.doubleValue())) {
            throw refused(Kind.DATA, "MySQL and MariaDB have no NaN and no infinity; bind null");
        }
        if (value instanceof Float single) {
            to.writeFloatLE(single);
            return FLOAT;
        }
        to.writeDoubleLE(value.doubleValue());
        return DOUBLE;
    }

    /** What no DECIMAL can hold goes as text, which the server makes a DOUBLE of, or a part of a DECIMAL, as the column is. */
    private static int decimal(BigDecimal value, ByteBuf to) {
        boolean fits = isDecimal(value);
        text(fits ? value.toPlainString() : value.toString(), to);
        return fits ? DECIMAL : TEXT;
    }

    static boolean isDecimal(BigDecimal value) {
        int decimals = Math.max(0, value.scale());
        long digits = Math.max(0L, (long) value.precision() - value.scale()) + decimals;
        return decimals <= MOST_DECIMALS && digits <= MOST_DIGITS;
    }

    private static int whole(BigInteger value, ByteBuf to) {
        if (value.bitLength() < Long.SIZE) {
            to.writeLongLE(value.longValue());
            return LONG_LONG;
        }
        if (isUnsigned(value)) {
            to.writeLongLE(value.longValue());
            return UNSIGNED_LONG_LONG;
        }
        return decimal(new BigDecimal(value), to);
    }

    static boolean isUnsigned(BigInteger value) {
        return value.bitLength() == Long.SIZE && value.signum() > 0;
    }

    /** Whether it is sent as a time: MySQL refuses parts of a second in the last hour that its type has, but not in a text. */
    static boolean isTime(Duration value) {
        Duration length = value.abs();
        boolean refused = length.compareTo(LAST_HOUR) > 0 && length.toNanosPart() >= 1_000 && isTypable(value);
        return !refused && length.compareTo(LONGEST_TIME) <= 0;
    }

    /** Whether the type of both servers holds it. */
    static boolean isTypable(Duration value) {
        return value.abs().compareTo(LAST_SECOND) <= 0;
    }

    private static int text(String value, ByteBuf to) {
        LengthEncoded.write(to, value.getBytes(StandardCharsets.UTF_8));
        return TEXT;
    }

    private static int time(Object value, ByteBuf to) throws BackendException {
        if (value instanceof LocalDate date) {
            date(to.writeByte(4), date);
            return DATE;
        }
        if (value instanceof LocalDateTime time) {
            date(to.writeByte(11), time.toLocalDate());
            clock(to, time.getHour(), time.getMinute(), time.getSecond(), time.getNano());
            return DATETIME;
        }
        if (value instanceof OffsetDateTime time) {
            return time(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime(), to);
        }
        if (value instanceof LocalTime time) {
            return time(Duration.ofNanos(time.toNanoOfDay()), to);
        }
        return value instanceof Duration length ? duration(length, to) : text(value.toString(), to);
    }

    private static void date(ByteBuf to, LocalDate date) throws BackendException {
        if (date.getYear() < 0 || date.getYear() > LAST_YEAR) {
            throw refused(Kind.DATA, "MySQL and MariaDB have the years 0 to 9999 only; bind others as numbers or text");
        }
        to.writeShortLE(date.getYear()).writeByte(date.getMonthValue()).writeByte(date.getDayOfMonth());
    }

    private static void clock(ByteBuf to, int hour, int minute, int second, int nano) {
        to.writeByte(hour).writeByte(minute).writeByte(second).writeIntLE(nano / 1_000);
    }

    /** One that is too long for the type goes as text, too: the column may be one. */
    private static int duration(Duration value, ByteBuf to) {
        Duration length = value.abs();
        if (!isTime(value)) {
            String sign = value.isNegative() ? "-" : "";
            int micros = length.toNanosPart() / 1_000;
            return text(
                    String.format(
                            Locale.ROOT,
                            "%s%02d:%02d:%02d.%06d",
                            sign,
                            length.toHours(),
                            length.toMinutesPart(),
                            length.toSecondsPart(),
                            micros),
                    to);
        }
        to.writeByte(12).writeByte(value.isNegative() ? 1 : 0).writeIntLE((int) length.toDaysPart());
        clock(to, length.toHoursPart(), length.toMinutesPart(), length.toSecondsPart(), length.toNanosPart());
        return TIME;
    }

    private static BackendException refused(Kind kind, String message) {
        return new BackendException(message, kind, Effect.STATEMENT, null);
    }
}
