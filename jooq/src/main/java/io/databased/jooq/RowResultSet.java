package io.databased.jooq;

import io.databased.Json;
import io.databased.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.DataType;
import org.jooq.SQLDialect;
import org.jooq.impl.SQLDataType;
import org.jooq.tools.jdbc.DefaultResultSet;
import org.jooq.tools.jdbc.MockArray;
import org.jooq.types.Interval;
import org.jspecify.annotations.Nullable;

/**
 * A result set to jOOQ's bindings, which read from it what they would read from a driver's: the values of the row that it
 * was moved to, converted as JDBC drivers do, but never to another value: what does not fit fails.
 */
final class RowResultSet extends DefaultResultSet {
    private static final Set<String> NAMED = Set.of("NaN", "Infinity", "-Infinity");

    private static final Set<Class<?>> EXACT = Set.of(
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            BigInteger.class,
            Boolean.class,
            UUID.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            Instant.class);

    private static final Set<Class<?>> INSTANTS = Set.of(OffsetDateTime.class, Instant.class);

    private final SQLDialect dialect;
    private List<Class<?>> types = List.of();
    private @Nullable Object[] arrays = {};
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

    /** What jOOQ's fields are read as, if it is known. */
    void readAs(List<Class<?>> types) {
        this.types = types;
        this.arrays = new Object[types.stream().anyMatch(RowResultSet::isExact) ? types.size() : 0];
    }

    /**
     * Whoever reads the next row after this reads {@code row}. Arrays are made here, where one that does not fit fails: jOOQ takes
     * another way when it cannot read one, and would narrow numbers, and make null of others.
     *
     * @throws io.databased.MappingException if an element does not fit the class of its field
     */
    void moveTo(Row row) {
        this.row = row;
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = isExact(types.get(i)) && row.get(i) instanceof List<?> ? row.get(i, types.get(i)) : null;
        }
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

    /** The value as jOOQ converts it, which gives null for what it cannot convert. */
    private <T> @Nullable T value(int index, DataType<T> type) throws SQLException {
        Object value = value(index);
        T converted = value == null ? null : type.convert(value);
        if (value != null && converted == null) {
            throw unfit(index, value, type.getTypeName());
        }
        return converted;
    }

    private static Class<?> kind(Object value) {
        return value instanceof List ? List.class : value.getClass();
    }

    private static SQLException unfit(int index, Object value, String type) {
        return new SQLException("the value of column " + index + ", a "
                + kind(value).getSimpleName() + ", is no " + type + " or does not fit one");
    }

    private @Nullable BigDecimal decimal(int index, String type) throws SQLException {
        Object value = value(index);
        try {
            return value == null
                    ? null
                    : value instanceof Boolean flag
                            ? flag ? BigDecimal.ONE : BigDecimal.ZERO
                            : new BigDecimal(value.toString().strip());
        } catch (NumberFormatException noNumber) {
            throw unfit(index, Objects.requireNonNull(value), type);
        }
    }

    /** A whole number within those limits: JDBC drivers refuse others as well. */
    private long whole(int index, long min, long max, String type) throws SQLException {
        BigDecimal number = decimal(index, type);
        if (number == null) {
            return 0;
        }
        try {
            long whole = number.longValueExact();
            if (whole >= min && whole <= max) {
                return whole;
            }
        } catch (ArithmeticException fraction) {
            // told below
        }
        throw unfit(index, number, type);
    }

    private double floating(int index, double max, String type) throws SQLException {
        Object value = value(index);
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (Double.isInfinite(number) || !(Math.abs(number) > max)) {
                return number;
            }
            throw unfit(index, value, type);
        }
        if (value instanceof String text && NAMED.contains(text.strip())) {
            return Double.parseDouble(text.strip());
        }
        BigDecimal number = decimal(index, type);
        if (number == null) {
            return 0;
        }
        if (Math.abs(number.doubleValue()) > max) {
            throw unfit(index, number, type);
        }
        return number.doubleValue();
    }

    @Override
    public boolean getBoolean(int index) throws SQLException {
        Object value = value(index);
        if (value instanceof Number number) {
            boolean isTruth =
                    dialect.family() != SQLDialect.POSTGRES || number.doubleValue() == 0 || number.doubleValue() == 1;
            if (!isTruth) { // PostgreSQL's driver takes no others
                throw unfit(index, value, "boolean");
            }
            return number.doubleValue() != 0;
        }
        Boolean flag = value(index, SQLDataType.BOOLEAN);
        return flag != null && flag;
    }

    @Override
    public byte getByte(int index) throws SQLException {
        return (byte) whole(index, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte");
    }

    @Override
    public short getShort(int index) throws SQLException {
        return (short) whole(index, Short.MIN_VALUE, Short.MAX_VALUE, "short");
    }

    @Override
    public int getInt(int index) throws SQLException {
        return (int) whole(index, Integer.MIN_VALUE, Integer.MAX_VALUE, "int");
    }

    @Override
    public long getLong(int index) throws SQLException {
        return whole(index, Long.MIN_VALUE, Long.MAX_VALUE, "long");
    }

    @Override
    public float getFloat(int index) throws SQLException {
        return (float) floating(index, Float.MAX_VALUE, "float");
    }

    @Override
    public double getDouble(int index) throws SQLException {
        return floating(index, Double.MAX_VALUE, "double");
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(int index) throws SQLException {
        return decimal(index, "decimal");
    }

    @Override
    public @Nullable String getString(int index) throws SQLException {
        Object value = value(index);
        if (value instanceof byte[] bytes) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                throw unfit(index, value, "text");
            }
        }
        if (value instanceof Object[]) {
            throw unfit(index, value, "text");
        }
        if (value == null) {
            return null;
        }
        Class<?> type = index <= types.size() ? types.get(index - 1) : Object.class;
        if (INSTANTS.contains(type)) {
            return instant(index, value);
        }
        boolean time = dialect.family() == SQLDialect.SQLITE && (type == LocalTime.class || type == Time.class);
        return time ? Times.withoutFraction(value.toString()) : value.toString();
    }

    /** As jOOQ reads it from a text. */
    private static String instant(int index, Object value) throws SQLException {
        if (Times.isInfinite(value)
                && !value.equals(OffsetDateTime.MAX)) { // jOOQ would fail, or take it for another instant
            throw unfit(index, value, "instant to jOOQ, being infinite");
        }
        return value instanceof OffsetDateTime time && time.getYear() <= 0
                ? Times.beforeChrist(time)
                : value.toString();
    }

    @Override
    public @Nullable String getNString(int index) throws SQLException {
        return getString(index);
    }

    @Override
    public byte @Nullable [] getBytes(int index) {
        Object value = value(index);
        return value == null || value instanceof byte[]
                ? (byte[]) value
                : value.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Texts and SQLite's numbers are what jOOQ makes of them: there are no types for times there. */
    private boolean isUntyped(@Nullable Object value) {
        return value == null
                || value instanceof String
                || (value instanceof Number && dialect.family() == SQLDialect.SQLITE);
    }

    @Override
    public @Nullable Date getDate(int index) throws SQLException {
        Object value = value(index);
        LocalDate exact = value instanceof String text ? Times.parseDate(text) : null;
        if (exact != null) {
            return Times.date(exact);
        }
        return isUntyped(value)
                ? value(index, SQLDataType.DATE)
                : Times.date(fitting(index, value, Times::toDate, "date"));
    }

    @Override
    public @Nullable Time getTime(int index) throws SQLException {
        Object value = value(index);
        return isUntyped(value)
                ? value(index, SQLDataType.TIME)
                : Times.time(fitting(index, value, Times::toTime, "time of a day"));
    }

    @Override
    public @Nullable Timestamp getTimestamp(int index) throws SQLException {
        Object value = value(index);
        LocalDateTime exact = value instanceof String text ? Times.parseDateTime(text) : null;
        if (exact != null) {
            return Times.timestamp(exact);
        }
        return isUntyped(value)
                ? value(index, SQLDataType.TIMESTAMP)
                : Times.timestamp(fitting(index, value, Times::toDateTime, "timestamp"));
    }

    private static <T> T fitting(
            int index, @Nullable Object value, Function<Object, @Nullable T> conversion, String type)
            throws SQLException {
        T fitting = value == null ? null : conversion.apply(value);
        if (fitting == null) {
            throw unfit(index, Objects.requireNonNull(value), type);
        }
        return fitting;
    }

    @Override
    public @Nullable Blob getBlob(int index) {
        byte[] bytes = getBytes(index);
        return bytes == null ? null : new ByteBlob(bytes);
    }

    @Override
    public @Nullable Array getArray(int index) throws SQLException {
        Object[] elements = (Object[]) value(index);
        Class<?> type = index <= types.size() ? element(types.get(index - 1)) : Object.class;
        boolean intervals = Interval.class.isAssignableFrom(type);
        if (elements != null && (intervals || Times.areOf(type))) {
            Object[] read = intervals ? Intervals.of(type, elements) : Times.of(type, elements);
            if (!Intervals.areWhole(elements, read)) {
                throw unfit(index, elements, type.getSimpleName());
            }
            return new MockArray<>(dialect, read, Object[].class);
        }
        if (elements != null && type == String.class && Stream.of(elements).anyMatch(byte[].class::isInstance)) {
            throw unfit(index, elements, "text");
        }
        boolean flat = type != Object.class && types.get(index - 1).getComponentType() == type;
        if (elements != null && flat && Stream.of(elements).anyMatch(List.class::isInstance)) {
            throw unfit(index, elements, "array of " + type.getSimpleName()); // of a list jOOQ makes a text
        }
        Object made = arrays.length < index ? null : arrays[index - 1];
        return elements == null
                ? null
                : new MockArray<>(dialect, made == null ? elements : (Object[]) made, Object[].class);
    }

    /** Whether the row reads such an array, so that it refuses what does not fit. */
    private static boolean isExact(Class<?> array) {
        return array.isArray() && EXACT.contains(element(array));
    }

    private static Class<?> element(Class<?> array) {
        Class<?> element = array;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element;
    }

    @Override
    public @Nullable Object getObject(int index) {
        return value(index);
    }

    @Override
    public <T> @Nullable T getObject(int index, Class<T> type) throws SQLException {
        Object value = value(index);
        if (value != null && !type.isInstance(value)) {
            throw new SQLException("column " + index + " is a " + kind(value).getName() + ", not a " + type.getName()
                    + "; read it with the getter of its type");
        }
        return type.cast(value);
    }
}
