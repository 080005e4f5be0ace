package io.databased.jooq;

import io.databased.Json;
import io.databased.Row;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import org.jooq.DataType;
import org.jooq.SQLDialect;
import org.jooq.impl.SQLDataType;
import org.jooq.tools.jdbc.DefaultResultSet;
import org.jooq.tools.jdbc.MockArray;
import org.jspecify.annotations.Nullable;

/**
 * A result set to jOOQ's bindings, which read from it what they would read from a driver's: the values of the row that it
 * was moved to, as leniently converted as JDBC drivers do.
 */
final class RowResultSet extends DefaultResultSet {
    private final SQLDialect dialect;
    private @Nullable Row row;
    private boolean wasNull;

    RowResultSet(SQLDialect dialect) {
        super(
                null,
                null,
                () -> new SQLFeatureNotSupportedException(
                        "a binding used a method of java.sql.ResultSet that is not a plain getter by index;"
                                + " use getObject, getString, getBytes, …"));
        this.dialect = dialect;
    }

    /** Whoever reads the next row after this reads {@code row}. */
    void moveTo(Row row) {
        this.row = row;
    }

    /** There is always a next row: {@link #moveTo} comes first. */
    @Override
    public boolean next() {
        return row != null;
    }

    @Override
    public void close() {
        row = null;
    }

    @Override
    public boolean wasNull() {
        return wasNull;
    }

    private @Nullable Object value(int index) {
        if (row == null) {
            throw new IllegalStateException("read before the first row or after the last");
        }
        Object value = row.get(index - 1);
        wasNull = value == null;
        if (value instanceof Json json) {
            return json.text();
        }
        return value instanceof List<?> list ? list.toArray() : value;
    }

    private <T> @Nullable T value(int index, DataType<T> type) {
        Object value = value(index);
        return value == null ? null : type.convert(value);
    }

    private Number number(int index) {
        Object value = value(index);
        if (value instanceof Number number) {
            return number;
        } else if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        BigDecimal number = value == null ? null : SQLDataType.NUMERIC.convert(value);
        return number == null ? 0 : number;
    }

    @Override
    public boolean getBoolean(int index) {
        Object value = value(index);
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        Boolean flag = value == null ? null : SQLDataType.BOOLEAN.convert(value);
        return flag != null && flag;
    }

    @Override
    public byte getByte(int index) {
        return number(index).byteValue();
    }

    @Override
    public short getShort(int index) {
        return number(index).shortValue();
    }

    @Override
    public int getInt(int index) {
        return number(index).intValue();
    }

    @Override
    public long getLong(int index) {
        return number(index).longValue();
    }

    @Override
    public float getFloat(int index) {
        return number(index).floatValue();
    }

    @Override
    public double getDouble(int index) {
        return number(index).doubleValue();
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(int index) {
        return value(index, SQLDataType.NUMERIC);
    }

    @Override
    public @Nullable String getString(int index) {
        Object value = value(index);
        return value instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : value == null ? null : value.toString();
    }

    @Override
    public @Nullable String getNString(int index) {
        return getString(index);
    }

    @Override
    public byte @Nullable [] getBytes(int index) {
        Object value = value(index);
        return value == null || value instanceof byte[]
                ? (byte[]) value
                : value.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable Date getDate(int index) {
        Object value = value(index);
        return value instanceof LocalDate date ? Date.valueOf(date) : value(index, SQLDataType.DATE);
    }

    @Override
    public @Nullable Time getTime(int index) {
        Object value = value(index);
        if (value instanceof Duration && row != null) {
            value = row.get(index - 1, LocalTime.class); // or fails, as for more than a day
        }
        return value instanceof LocalTime time ? new ExactTime(time) : value(index, SQLDataType.TIME);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int index) {
        Object value = value(index);
        return value instanceof LocalDateTime time ? Timestamp.valueOf(time) : value(index, SQLDataType.TIMESTAMP);
    }

    @Override
    public @Nullable Blob getBlob(int index) {
        byte[] bytes = getBytes(index);
        return bytes == null ? null : new ByteBlob(bytes);
    }

    @Override
    public @Nullable Array getArray(int index) {
        Object[] elements = (Object[]) value(index);
        return elements == null ? null : new MockArray<>(dialect, elements, Object[].class);
    }

    @Override
    public @Nullable Object getObject(int index) {
        return value(index);
    }

    @Override
    public <T> @Nullable T getObject(int index, Class<T> type) throws SQLException {
        Object value = value(index);
        if (value != null && !type.isInstance(value)) {
            throw new SQLException(
                    "column " + index + " is a " + value.getClass().getName() + ", not a " + type.getName()
                            + "; read it with the getter of its type");
        }
        return type.cast(value);
    }
}
