package io.databased.jdbc.product;

import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The types of MySQL and MariaDB through either driver, as {@code databased-mysql} tells them: a TIME is a length of time, a
 * BOOLEAN a small number, a TIMESTAMP an instant, and bits are a number.
 */
final class MySqlValues extends Values {
    private final Reader times;

    /** @param times how a TIME is read */
    MySqlValues(Reader times) {
        this.times = times;
    }

    @Override
    void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof Duration duration) {
            statement.setString(index, MySqlTimes.text(duration));
        } else if (value instanceof UUID || value instanceof Character) {
            statement.setString(index, value.toString());
        } else if (value instanceof List<?>) {
            throw new SQLException("MySQL and MariaDB have no arrays", "0A000");
        } else {
            super.bind(statement, index, value);
        }
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
        return bytes == null ? null : (Object) new BigInteger(1, bytes).longValue();
    }

    private static @Nullable Object instant(ResultSet result, int column) throws SQLException {
        OffsetDateTime time = result.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.withOffsetSameInstant(ZoneOffset.UTC);
    }

    /** The greater half does not fit. */
    private static @Nullable Object unsigned(ResultSet result, int column) throws SQLException {
        BigInteger value = result.getObject(column, BigInteger.class);
        return value != null && value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }
}
