package io.databased.jooq;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLType;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collections;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jooq.tools.jdbc.DefaultConnection;
import org.jooq.tools.jdbc.DefaultPreparedStatement;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement to jOOQ's bindings, which set on it what they would set on a driver's: it keeps the values, the
 * types of {@code java.sql} turned into plain ones. Bindings may be a user's, so every usual setter is there; streams and
 * large objects are not.
 */
final class BoundValues extends DefaultPreparedStatement {
    /** As jOOQ writes {@link OffsetDateTime#MAX} and {@code MIN}. */
    private static final Set<String> INFINITIES =
            Set.of("999999999-12-31 23:59:59.999999999-18:00", "+1000000000-01-01 00:00:00.000000000+18:00 BC");

    private final List<@Nullable Object> values = new ArrayList<>();

    BoundValues() {
        super(
                null,
                new Blobs(),
                () -> new SQLFeatureNotSupportedException(
                        "a binding used a method of java.sql.PreparedStatement that is not a plain setter;"
                                + " use setObject, setString, setBytes, …"));
    }

    /** The values in the order of their markers. */
    List<@Nullable Object> values() {
        return Collections.unmodifiableList(values);
    }

    /**
     * Puts the values of the query back where jOOQ had made types of {@code java.sql} of them, which do not have every date
     * and time, or a text of an infinity, which is no instant to PostgreSQL.
     *
     * @param of the values in the order of their markers, as the query has them
     * @param isText whether jOOQ has made a text of a time, or null where it makes none
     */
    void restore(Supplier<List<?>> of, @Nullable BiPredicate<@Nullable Object, String> isText) {
        if (values.stream()
                .noneMatch(value -> isTime(value)
                        || isArray(value)
                        || isInfinity(value)
                        || (isText != null && value instanceof String))) {
            return;
        }
        List<?> given = of.get();
        for (int i = 0; given.size() == values.size() && i < values.size(); i++) {
            boolean time = isTime(values.get(i)) && isTime(given.get(i));
            boolean array = isArray(values.get(i))
                    && given.get(i) instanceof Object[] elements
                    && Arrays.stream(elements).anyMatch(BoundValues::isTime);
            boolean infinity = isInfinity(values.get(i)) && given.get(i) instanceof OffsetDateTime;
            if (time || array || infinity) {
                values.set(i, given.get(i));
            } else if (isText != null && values.get(i) instanceof String text) {
                Object exact = given.get(i) instanceof Timestamp at ? local(at, at.getNanos()) : given.get(i);
                values.set(i, isText.test(exact, text) ? exact : text);
            }
        }
    }

    /** Arrays go to PostgreSQL as text. */
    private static boolean isArray(@Nullable Object value) {
        return value instanceof String text && text.startsWith("{");
    }

    private static boolean isInfinity(@Nullable Object value) {
        return INFINITIES.contains(String.valueOf(value));
    }

    private static boolean isTime(@Nullable Object value) {
        return value instanceof LocalDate || value instanceof LocalTime || value instanceof LocalDateTime;
    }

    /** Bindings of bytes ask the connection for a large object on some databases. */
    private static final class Blobs extends DefaultConnection {
        Blobs() {
            super(null);
        }

        @Override
        public Blob createBlob() {
            return new ByteBlob(new byte[0]);
        }
    }

    private void put(int index, @Nullable Object value) {
        while (values.size() < index) {
            values.add(null);
        }
        values.set(index - 1, value);
    }

    private static @Nullable Object plain(@Nullable Object value) throws SQLException {
        if (value instanceof Date date) {
            return local(date);
        } else if (value instanceof Time time) {
            return time.toLocalTime();
        } else if (value instanceof Timestamp timestamp) {
            return local(timestamp, timestamp.getNanos());
        } else if (value instanceof Blob blob) {
            return blob.getBytes(1, Math.toIntExact(blob.length()));
        } else if (value instanceof Array array) {
            return plain(array.getArray());
        } else if (value instanceof Object[] array) {
            List<@Nullable Object> elements = new ArrayList<>(array.length);
            for (Object element : array) {
                elements.add(plain(element));
            }
            return elements.toArray(); // a list would be one that expands
        }
        return value;
    }

    private static LocalDate local(java.util.Date date) {
        return local(date, 0).toLocalDate();
    }

    /** By its fields: the class itself forgets the era. */
    private static LocalDateTime local(java.util.Date time, int nanos) {
        GregorianCalendar fields = new GregorianCalendar();
        fields.setTime(time);
        LocalDateTime infinity = Times.infinity(fields.getTimeInMillis());
        if (infinity != null) {
            return infinity;
        }
        int year = fields.get(Calendar.YEAR);
        return LocalDateTime.of(
                fields.get(Calendar.ERA) == GregorianCalendar.BC ? 1 - year : year,
                fields.get(Calendar.MONTH) + 1,
                fields.get(Calendar.DAY_OF_MONTH),
                fields.get(Calendar.HOUR_OF_DAY),
                fields.get(Calendar.MINUTE),
                fields.get(Calendar.SECOND),
                nanos);
    }

    @Override
    public void clearParameters() {
        values.clear();
    }

    @Override
    public void setNull(int index, int sqlType) {
        put(index, null);
    }

    @Override
    public void setNull(int index, int sqlType, @Nullable String typeName) {
        put(index, null);
    }

    @Override
    public void setBoolean(int index, boolean value) {
        put(index, value);
    }

    @Override
    public void setByte(int index, byte value) {
        put(index, value);
    }

    @Override
    public void setShort(int index, short value) {
        put(index, value);
    }

    @Override
    public void setInt(int index, int value) {
        put(index, value);
    }

    @Override
    public void setLong(int index, long value) {
        put(index, value);
    }

    @Override
    public void setFloat(int index, float value) {
        put(index, value);
    }

    @Override
    public void setDouble(int index, double value) {
        put(index, value);
    }

    @Override
    public void setBigDecimal(int index, @Nullable BigDecimal value) {
        put(index, value);
    }

    @Override
    public void setString(int index, @Nullable String value) {
        put(index, value);
    }

    @Override
    public void setNString(int index, @Nullable String value) {
        put(index, value);
    }

    @Override
    public void setBytes(int index, byte @Nullable [] value) {
        put(index, value);
    }

    @Override
    public void setDate(int index, @Nullable Date value) throws SQLException {
        put(index, plain(value));
    }

    @Override
    public void setTime(int index, @Nullable Time value) throws SQLException {
        put(index, plain(value));
    }

    @Override
    public void setTimestamp(int index, @Nullable Timestamp value) throws SQLException {
        put(index, plain(value));
    }

    @Override
    public void setArray(int index, @Nullable Array value) throws SQLException {
        put(index, plain(value));
    }

    @Override
    public void setBlob(int index, @Nullable Blob value) throws SQLException {
        put(index, plain(value));
    }

    @Override
    public void setObject(int index, @Nullable Object value) throws SQLException {
        put(index, plain(value));
    }

    @Override
    public void setObject(int index, @Nullable Object value, int sqlType) throws SQLException {
        put(index, plain(value));
    }

    @Override
    public void setObject(int index, @Nullable Object value, int sqlType, int scale) throws SQLException {
        put(index, plain(value));
    }

    @Override
    public void setObject(int index, @Nullable Object value, SQLType sqlType) throws SQLException {
        put(index, plain(value));
    }

    @Override
    public void setObject(int index, @Nullable Object value, SQLType sqlType, int scale) throws SQLException {
        put(index, plain(value));
    }
}
