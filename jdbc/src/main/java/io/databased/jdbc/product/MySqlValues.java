package io.databased.jdbc.product;

import io.databased.spi.Command;
import io.databased.spi.product.MySqlKeys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The types of MySQL and MariaDB through either driver, as {@code databased-mysql} tells them: a TIME is a length of time, a
 * BOOLEAN a small number, a TIMESTAMP an instant, and bits are a number.
 */
final class MySqlValues extends Values {
    private static final int LAST_YEAR = 9999;

    /** The calendar of {@link Timestamp} is another before October 1582. */
    private static final Instant ONE_CALENDAR = Instant.parse("1583-01-01T00:00:00Z");

    private final Reader times;
    private final boolean bindsTimestamps;
    private final boolean jsonIsText;

    /**
     * @param times how a TIME is read
     * @param bindsTimestamps whether instants are bound by {@link Timestamp}: of others Connector/J makes a time of the JVM's
     *     zone, which may have it twice
     * @param jsonIsText whether what the driver calls a JSON is a text with a check
     */
    MySqlValues(Reader times, boolean bindsTimestamps, boolean jsonIsText) {
        this.times = times;
        this.bindsTimestamps = bindsTimestamps;
        this.jsonIsText = jsonIsText;
    }

    @Override
    void bind(PreparedStatement statement, int index, Object given) throws SQLException {
        Object value = Microseconds.cut(given);
        requireYear(value);
        requireFinite(value);
        Instant instant = bindsTimestamps ? instant(value) : Instant.MIN;
        if (instant.isAfter(ONE_CALENDAR)) {
            statement.setTimestamp(index, Timestamp.from(instant));
        } else if (value instanceof LocalDateTime time && time.getYear() == 0) {
            statement.setString(index, MySqlTimes.text(time)); // MariaDB's driver writes the year 1
        } else if (value instanceof Duration duration) {
            statement.setString(index, MySqlTimes.text(duration));
        } else if (value instanceof UUID || value instanceof Character || value instanceof OffsetTime) {
            statement.setString(index, value.toString());
        } else if (value instanceof List<?>) {
            throw new RefusedException("MySQL and MariaDB have no arrays; write IN (:ids), or bind its JSON");
        } else {
            super.bind(statement, index, value);
        }
    }

    /** The least there is, where the value is none. */
    private static Instant instant(Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        return value instanceof ZonedDateTime time ? time.toInstant() : Instant.MIN;
    }

    /** The drivers write others as the years 1 and later, or in forms that the server takes for something else. */
    private static void requireYear(Object value) throws SQLException {
        Temporal time = value instanceof Instant instant
                ? instant.atOffset(ZoneOffset.UTC)
                : value instanceof Temporal temporal ? temporal : LocalDate.EPOCH;
        int year = time.isSupported(ChronoField.YEAR) ? time.get(ChronoField.YEAR) : 0;
        if (year < 0 || year > LAST_YEAR) {
            throw new RefusedException(
                    "MySQL and MariaDB have the years 0 to 9999 only; bind others as numbers or text", "22008");
        }
    }

    /** The drivers write others as names into the statement. */
    private static void requireFinite(Object value) throws SQLException {
        boolean number = value instanceof Double || value instanceof Float;
        if (number && !Double.isFinite(((Number) value).doubleValue())) {
            throw new RefusedException("MySQL and MariaDB have no NaN and no infinity; bind null", "22003");
        }
    }

    /** Connector/J counts on from the first, whether rows were inserted or not. */
    @Override
    public boolean onlyFirstKey() {
        return true;
    }

    /** Of what the server has sent, MariaDB's driver makes numbers with a sign, and Connector/J some without. */
    @Override
    public @Nullable Object key(Object key, Command command) {
        return key instanceof Number number ? MySqlKeys.key(number.longValue(), command) : key;
    }

    /** The names are at hand in the driver. */
    @Override
    boolean needsName(int type) {
        return true;
    }

    @Override
    public Reader reader(Column column) {
        return switch (column.typeName()) {
            case "YEAR", "BOOLEAN" -> Readers::integer;
            case "BIT" -> MySqlValues::bits;
            case "TIME" -> times;
            case "TIMESTAMP" -> MySqlValues::instant;
            case "BIGINT UNSIGNED" -> MySqlValues::unsigned;
            case "INT UNSIGNED", "INTEGER UNSIGNED" -> Readers::bigint;
            case "JSON" -> jsonIsText ? ResultSet::getString : super.reader(column);
            default -> small(column) ? Readers::integer : super.reader(column);
        };
    }

    private static boolean small(Column column) {
        return column.type() == Types.TINYINT
                || column.type() == Types.SMALLINT
                || column.typeName().startsWith("MEDIUMINT");
    }

    /** Up to 64 of them. */
    private static @Nullable Object bits(ResultSet result, int column) throws SQLException {
        byte[] bytes = result.getBytes(column);
        if (bytes == null) {
            return null;
        }
        ResultSetMetaData metadata = result.getMetaData();
        boolean computed = String.valueOf(metadata.getTableName(column)).isEmpty();
        boolean digits = bytes.length > 0 && consistsOf(bytes, Character::isDigit);
        boolean ascii = consistsOf(bytes, sign -> sign < 0x80);
        if (computed && (ascii ? digits && bytes.length <= Long.BYTES : isUtf8(bytes))) {
            throw new UnreadableException("bits that were computed, which the server sends as bits, as digits or as"
                    + " characters; add 0 to them for a number");
        }
        int wholeBytes = (metadata.getPrecision(column) + Byte.SIZE - 1) / Byte.SIZE;
        boolean written = bytes.length != wholeBytes; // MariaDB writes the number, where it is no column of a table
        return narrowest(
                written && digits
                        ? new BigInteger(new String(bytes, StandardCharsets.US_ASCII))
                        : new BigInteger(1, bytes));
    }

    private static boolean consistsOf(byte[] bytes, IntPredicate of) {
        return new String(bytes, StandardCharsets.ISO_8859_1).chars().allMatch(of);
    }

    private static boolean isUtf8(byte[] bytes) {
        return Arrays.equals(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), bytes);
    }

    private static @Nullable Object instant(ResultSet result, int column) throws SQLException {
        OffsetDateTime time = result.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.withOffsetSameInstant(ZoneOffset.UTC);
    }

    /** The greater half does not fit. */
    private static @Nullable Object unsigned(ResultSet result, int column) throws SQLException {
        BigInteger value = result.getObject(column, BigInteger.class);
        return value == null ? null : narrowest(value);
    }

    private static Object narrowest(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }
}
