package io.databased.jdbc.product;

import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.time.temporal.TemporalAccessor;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The plain forms of the single values that drivers give where nobody says what is wanted. */
final class PlainObjects {
    private PlainObjects() {}

    /** Null if the value is of no class that is known here. */
    static @Nullable Object of(Object value) throws SQLException {
        if (value instanceof Short || value instanceof Byte) {
            return ((Number) value).intValue();
        }
        boolean plain = value instanceof Number
                || value instanceof Boolean
                || value instanceof String
                || value instanceof byte[]
                || value instanceof UUID
                || value instanceof TemporalAccessor;
        if (plain) {
            return isOfTheJdk(value) ? value : null;
        }
        return value instanceof java.util.Date date ? time(date) : content(value);
    }

    /** A driver's own class may be a number or a time, too. */
    private static boolean isOfTheJdk(Object value) {
        return value.getClass().getName().startsWith("java.") || value instanceof byte[];
    }

    private static @Nullable Object time(java.util.Date date) {
        if (date instanceof java.sql.Timestamp timestamp) {
            return timestamp.toLocalDateTime();
        }
        if (date instanceof java.sql.Date day) {
            return day.toLocalDate();
        }
        return date instanceof java.sql.Time time ? time.toLocalTime() : null;
    }

    private static @Nullable Object content(Object value) throws SQLException {
        if (value instanceof Blob blob) {
            return blob.getBytes(1, Math.toIntExact(blob.length()));
        }
        if (value instanceof Clob clob) {
            return clob.getSubString(1, Math.toIntExact(clob.length()));
        }
        return value instanceof SQLXML xml ? xml.getString() : null;
    }
}
