package io.databased.jdbc.product;

import io.databased.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads columns as JDBC 4.2 says, by their types' names and codes. Never through the dates and times of {@code java.sql}. */
final class Readers {
    private final Values values;

    /** @param values tells of what type the elements of an array are, and reads them */
    Readers(Values values) {
        this.values = values;
    }

    Reader of(Column column) {
        Reader named = named(column.typeName());
        if (named != null) {
            return named;
        }
        if (column.signed()) {
            return column.type() == Types.BIGINT ? Readers::bigint : Readers::integer;
        }
        return of(column.type());
    }

    private Reader of(int type) {
        return switch (type) {
            case Types.REAL -> Readers::real;
            case Types.DECIMAL, Types.NUMERIC -> ResultSet::getBigDecimal;
            case Types.CHAR,
                    Types.VARCHAR,
                    Types.LONGVARCHAR,
                    Types.NCHAR,
                    Types.NVARCHAR,
                    Types.LONGNVARCHAR,
                    Types.CLOB,
                    Types.NCLOB,
                    Types.SQLXML -> ResultSet::getString;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> ResultSet::getBytes;
            case Types.DATE -> as(LocalDate.class);
            case Types.TIME -> as(LocalTime.class);
            case Types.TIMESTAMP -> as(LocalDateTime.class);
            case Types.TIMESTAMP_WITH_TIMEZONE -> as(OffsetDateTime.class);
            case Types.TIME_WITH_TIMEZONE -> as(OffsetTime.class);
            case Types.ARRAY -> this::array;
            default -> this::object;
        };
    }

    /** Types that have no code in JDBC, or not everywhere the same. */
    private static @Nullable Reader named(String typeName) {
        switch (typeName) {
            case "UUID" -> {
                return as(UUID.class);
            }
            case "JSON", "JSONB" -> {
                return Readers::json;
            }
            case "TIMESTAMPTZ" -> { // PostgreSQL's have the codes of those without a zone
                return as(OffsetDateTime.class);
            }
            case "TIMETZ" -> {
                return as(OffsetTime.class);
            }
            default -> {}
        }
        // Those of years and months are no duration and come as text.
        boolean duration =
                typeName.startsWith("INTERVAL ") && !typeName.contains("YEAR") && !typeName.contains("MONTH");
        return duration && !typeName.contains(" ARRAY") ? as(Duration.class) : null;
    }

    static Reader as(Class<?> type) {
        return (result, column) -> result.getObject(column, type);
    }

    static @Nullable Object integer(ResultSet result, int column) throws SQLException {
        int value = result.getInt(column);
        return value == 0 && result.wasNull() ? null : (Object) value;
    }

    static @Nullable Object bigint(ResultSet result, int column) throws SQLException {
        long value = result.getLong(column);
        return value == 0 && result.wasNull() ? null : (Object) value;
    }

    private static @Nullable Object real(ResultSet result, int column) throws SQLException {
        float value = result.getFloat(column);
        return value == 0 && result.wasNull() ? null : (Object) value;
    }

    private static @Nullable Object json(ResultSet result, int column) throws SQLException {
        String text = result.getString(column);
        return text == null ? null : new Json(text);
    }

    /** A value of the driver's own is given as the driver writes it. */
    private @Nullable Object object(ResultSet result, int column) throws SQLException {
        Object value = result.getObject(column);
        if (value == null) {
            return null;
        }
        Object plain = plain(value);
        return plain != null ? plain : result.getString(column);
    }

    private @Nullable Object array(ResultSet result, int column) throws SQLException {
        java.sql.Array array = result.getArray(column);
        return array == null ? null : elements(array);
    }

    /** The plain form of what a driver gave, or null if it is of no class that is known here. */
    private @Nullable Object plain(Object value) throws SQLException {
        if (value instanceof java.sql.Array array) {
            return elements(array);
        }
        if (value instanceof Object[] array) {
            return list(array, "");
        }
        if (value instanceof java.sql.Struct struct) {
            return list(struct.getAttributes(), "");
        }
        if (value instanceof ResultSet row) {
            return fields(row);
        }
        return value instanceof Map<?, ?> map ? map(map) : PlainObjects.of(value);
    }

    /** Elements are read as columns of their type are, where the driver can tell them so. */
    private List<@Nullable Object> elements(java.sql.Array array) throws SQLException {
        ResultSet rows = rows(array);
        if (rows == null) {
            return list((Object[]) array.getArray(), String.valueOf(array.getBaseTypeName()));
        }
        try (rows) {
            Reader reader = values.reader(values.column(rows.getMetaData(), 2));
            List<@Nullable Object> elements = new ArrayList<>();
            while (rows.next()) {
                elements.add(reader.read(rows, 2));
            }
            return elements;
        }
    }

    private static @Nullable ResultSet rows(java.sql.Array array) throws SQLException {
        try {
            ResultSet rows = array.getResultSet();
            rows.getMetaData();
            return rows;
        } catch (SQLFeatureNotSupportedException e) {
            return null; // DuckDB's
        }
    }

    /** A row within a row, as H2 gives it. */
    private @Nullable Object fields(ResultSet row) throws SQLException {
        List<@Nullable Object> fields = new ArrayList<>();
        if (row.next()) {
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                fields.add(values.reader(values.column(row.getMetaData(), i)).read(row, i));
            }
        }
        if (row.next()) {
            throw new UnreadableException("a result of several rows");
        }
        return fields;
    }

    private List<@Nullable Object> list(@Nullable Object[] elements, String typeName) throws SQLException {
        List<@Nullable Object> list = new ArrayList<>(elements.length);
        for (Object element : elements) {
            list.add(element == null ? null : element(element, typeName));
        }
        return list;
    }

    private Map<Object, @Nullable Object> map(Map<?, ?> map) throws SQLException {
        Map<Object, @Nullable Object> plain = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object value = entry.getValue();
            plain.put(element(entry.getKey(), ""), value == null ? null : element(value, ""));
        }
        return plain;
    }

    private Object element(Object element, String typeName) throws SQLException {
        if (typeName.equals("JSON")) {
            return new Json(element.toString());
        }
        Object plain = plain(values.told(element));
        if (plain == null) {
            throw new SQLFeatureNotSupportedException(
                    "an element of a type that has no plain form ("
                            + element.getClass().getName() + "); select the column as text",
                    "0A000");
        }
        return plain;
    }
}
