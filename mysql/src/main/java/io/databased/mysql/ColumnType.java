package io.databased.mysql;

import io.databased.Json;
import io.databased.vertx.UnreadableValueException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** How a value is sent in the protocol's two forms, and what it is in Java. */
enum ColumnType {
    TINY,
    UNSIGNED_TINY,
    SHORT,
    UNSIGNED_SHORT,
    INT,
    UNSIGNED_INT,
    LONG,
    UNSIGNED_LONG,
    FLOAT,
    DOUBLE,
    /** What the server has announced a number of decimals for, which it rounds a text to. */
    DOUBLE_WITH_DECIMALS,
    DECIMAL,
    BIT,
    /** Bits that are no column of a table, which MariaDB sends as bits or as the digits of their number. */
    COMPUTED_BITS,
    DATE,
    DATETIME,
    /** A date and time in the session's zone. */
    TIMESTAMP,
    TIME,
    JSON,
    TEXT,
    BYTES,
    GEOMETRY;

    private static final String ZERO_DATE = "0000-00-00";
    private static final int YEAR_END = 4;
    private static final int DATE_END = 10;

    /**
     * The type by its number in the protocol.
     *
     * @param binary whether it has bytes and no characters
     * @param computed whether it is no column of a table
     */
    static ColumnType of(int number, boolean unsigned, boolean binary, boolean computed) {
        return switch (number) {
            case 0x00, 0xF6 -> DECIMAL;
            case 0x01 -> unsigned ? UNSIGNED_TINY : TINY;
            case 0x02 -> unsigned ? UNSIGNED_SHORT : SHORT;
            case 0x03 -> unsigned ? UNSIGNED_INT : INT;
            case 0x04 -> FLOAT;
            case 0x05 -> DOUBLE;
            case 0x07 -> TIMESTAMP;
            case 0x0C -> DATETIME;
            case 0x08 -> unsigned ? UNSIGNED_LONG : LONG;
            case 0x09 -> INT; // of 24 bits
            case 0x0A -> DATE;
            case 0x0B -> TIME;
            case 0x0D -> UNSIGNED_SHORT; // a year
            case 0x10 -> computed ? COMPUTED_BITS : BIT;
            case 0xF5 -> JSON;
            case 0xFF -> GEOMETRY;
            default -> binary ? BYTES : TEXT;
        };
    }

    /**
     * Reads a value of a column of this type in the binary form; null for the zero date.
     *
     * @throws UnreadableValueException if Java has no such value
     * @throws IndexOutOfBoundsException if the value goes beyond the row
     */
    @Nullable
    Object read(RowBytes row, String column) {
        return switch (this) {
            case TINY -> (int) row.nextByte();
            case UNSIGNED_TINY -> row.nextByte() & 0xFF;
            case SHORT -> (int) row.nextShort();
            case UNSIGNED_SHORT -> row.nextShort() & 0xFFFF;
            case INT -> row.nextInt();
            case UNSIGNED_INT -> row.nextInt() & 0xFFFF_FFFFL;
            case LONG -> row.nextLong();
            case UNSIGNED_LONG -> Unsigned.number(row.nextLong());
            case FLOAT -> Float.intBitsToFloat(row.nextInt());
            case DOUBLE, DOUBLE_WITH_DECIMALS -> Double.longBitsToDouble(row.nextLong());
            case DECIMAL -> decimal(row.nextText(), column);
            case BIT -> bits(row.nextBytes());
            case COMPUTED_BITS -> computedBits(row.nextBytes(), column);
            case DATE -> date(row, row.nextByte(), column);
            case DATETIME, TIMESTAMP -> dateTime(row, column);
            case TIME -> time(row);
            case JSON -> new Json(row.nextText());
            case TEXT -> row.nextText();
            case BYTES, GEOMETRY -> row.nextBytes();
        };
    }

    /** Reads a value of a column of this type in the text form; otherwise as {@link #read}. */
    @Nullable
    Object readText(RowBytes row, String column) {
        return switch (this) {
            case TINY, UNSIGNED_TINY, SHORT, UNSIGNED_SHORT, INT -> Integer.valueOf(row.nextText());
            case UNSIGNED_INT, LONG -> Long.valueOf(row.nextText());
            case UNSIGNED_LONG -> Unsigned.number(Long.parseUnsignedLong(row.nextText()));
            case FLOAT, DOUBLE_WITH_DECIMALS ->
                throw new UnreadableValueException("column \"" + column
                        + "\" is a FLOAT, or a DOUBLE with a fixed number of decimals, which the server rounds where it does"
                        + " not prepare a statement; read it by a SELECT");
            case DOUBLE -> Double.valueOf(row.nextText());
            case DATE -> date(row.nextText(), column);
            case DATETIME, TIMESTAMP -> dateTime(row.nextText(), column);
            case TIME -> time(row.nextText());
            case DECIMAL, BIT, COMPUTED_BITS, JSON, TEXT, BYTES, GEOMETRY -> read(row, column);
        };
    }

    /** MySQL announces a decimal, and sends a text, where a parameter was a number when the statement ran first. */
    private static BigDecimal decimal(String value, String column) {
        try {
            return new BigDecimal(value);
        } catch (NumberFormatException noNumber) {
            throw new UnreadableValueException("column \"" + column
                    + "\" has a text, or bits, where the server has announced a number; give a parameter in it a type, as by"
                    + " CAST(? AS CHAR), and add 0 to bits");
        }
    }

    private static Object bits(byte[] bytes) {
        return Unsigned.number(new BigInteger(1, bytes).longValue());
    }

    /**
     * What is too long for bits is digits; what is short and looks like digits may be either. MySQL takes some for characters
     * of latin1, and converts them; what looks like characters of UTF-8 may be bits or such characters.
     */
    private static Object computedBits(byte[] bytes, String column) {
        boolean digits = bytes.length > 0;
        boolean ascii = true;
        for (byte each : bytes) {
            digits &= each >= '0' && each <= '9';
            ascii &= each >= 0;
        }
        if ((digits && bytes.length <= Long.BYTES) || (!ascii && isUtf8(bytes))) {
            throw new UnreadableValueException("column \"" + column
                    + "\" has bits that were computed, which the server sends as bits, as digits or as characters; select a"
                    + " number: " + column + " + 0");
        }
        return digits
                ? Unsigned.number(new BigInteger(new String(bytes, StandardCharsets.US_ASCII)).longValue())
                : bits(bytes);
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }

    /** What has no parts is the zero date. */
    private static @Nullable LocalDate date(RowBytes row, int length, String column) {
        if (length == 0) {
            return null;
        }
        return date(row.nextShort() & 0xFFFF, row.nextByte(), row.nextByte(), column);
    }

    private static LocalDate date(int year, int month, int day, String column) {
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException noDate) {
            throw new UnreadableValueException("column \"" + column
                    + "\" has a date that no calendar has, as one without month or day; select it as text: CAST("
                    + column + " AS CHAR)");
        }
    }

    private static @Nullable LocalDateTime dateTime(RowBytes row, String column) {
        int length = row.nextByte();
        LocalDate date = date(row, length, column);
        if (date == null || length <= 4) {
            return date == null ? null : date.atStartOfDay();
        }
        LocalTime time = LocalTime.of(row.nextByte(), row.nextByte(), row.nextByte());
        return date.atTime(length > 7 ? time.plusNanos(1_000L * row.nextInt()) : time);
    }

    private static Duration time(RowBytes row) {
        int length = row.nextByte();
        if (length == 0) {
            return Duration.ZERO;
        }
        boolean negative = row.nextByte() == 1;
        Duration time = Duration.ofDays(row.nextInt())
                .plusHours(row.nextByte())
                .plusMinutes(row.nextByte())
                .plusSeconds(row.nextByte());
        if (length > 8) {
            time = time.plusNanos(1_000L * row.nextInt());
        }
        return negative ? time.negated() : time;
    }

    private static @Nullable LocalDate date(String text, String column) {
        return text.equals(ZERO_DATE)
                ? null
                : date(number(text, 0, YEAR_END), number(text, 5, 7), number(text, 8, DATE_END), column);
    }

    private static int number(String text, int from, int end) {
        return Integer.parseInt(text, from, end, 10);
    }

    private static @Nullable LocalDateTime dateTime(String text, String column) {
        LocalTime time = LocalTime.parse(text.substring(DATE_END + 1));
        String day = text.substring(0, DATE_END);
        if (day.equals(ZERO_DATE) && time.equals(LocalTime.MIDNIGHT)) {
            return null;
        }
        return date(number(day, 0, YEAR_END), number(day, 5, 7), number(day, 8, DATE_END), column)
                .atTime(time);
    }

    private static Duration time(String text) {
        boolean negative = text.startsWith("-");
        int colon = text.indexOf(':');
        LocalTime rest = LocalTime.parse("00" + text.substring(colon));
        Duration time = Duration.ofHours(number(text, negative ? 1 : 0, colon)).plusNanos(rest.toNanoOfDay());
        return negative ? time.negated() : time;
    }
}
