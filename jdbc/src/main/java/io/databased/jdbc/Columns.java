package io.databased.jdbc;

import io.databased.Json;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The columns of a result: their names, and how each is read. */
final class Columns {
    private final List<String> names;
    private final Kind[] kinds;
    private final Reader[] readers;

    private Columns(List<String> names, Kind[] kinds, Reader[] readers) {
        this.names = names;
        this.kinds = kinds;
        this.readers = readers;
    }

    /**
     * What tells how to read a column.
     *
     * @param type of {@link Types}
     * @param signed whether whole numbers have a sign; without it the greatest do not fit
     * @param typeName empty if the type tells all
     */
    private record Kind(int type, boolean signed, String typeName) {
        static Kind of(ResultSetMetaData metadata, int column) throws SQLException {
            int type = metadata.getColumnType(column);
            return new Kind(
                    type,
                    isWhole(type) && metadata.isSigned(column),
                    isAmbiguous(type) ? nameOfType(metadata, column) : "");
        }
    }

    /** The known columns if the result still has them: a definition statement may have changed them. */
    static Columns of(ResultSetMetaData metadata, @Nullable Columns known) throws SQLException {
        return known != null && known.matches(metadata) ? known : read(metadata);
    }

    List<String> names() {
        return names;
    }

    @Nullable
    Object[] row(ResultSet result) throws SQLException {
        @Nullable Object[] row = new @Nullable Object[readers.length];
        for (int i = 0; i < readers.length; i++) {
            row[i] = readers[i].read(result, i + 1);
        }
        return row;
    }

    /** The value in one column, from 1. */
    @Nullable
    Object value(ResultSet result, int column) throws SQLException {
        return readers[column - 1].read(result, column);
    }

    private boolean matches(ResultSetMetaData metadata) throws SQLException {
        if (metadata.getColumnCount() != readers.length) {
            return false;
        }
        for (int i = 0; i < readers.length; i++) {
            if (!names.get(i).equals(metadata.getColumnLabel(i + 1)) || !kinds[i].equals(Kind.of(metadata, i + 1))) {
                return false;
            }
        }
        return true;
    }

    /** Whether only the name tells how to read it. PostgreSQL's driver looks into the catalog for a name. */
    private static boolean isAmbiguous(int type) {
        return switch (type) {
            case Types.BIGINT,
                    Types.BOOLEAN,
                    Types.BIT,
                    Types.DATE,
                    Types.DECIMAL,
                    Types.DOUBLE,
                    Types.INTEGER,
                    Types.NUMERIC,
                    Types.REAL,
                    Types.SMALLINT,
                    Types.VARCHAR -> false;
            default -> true;
        };
    }

    private static boolean isWhole(int type) {
        return switch (type) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> true;
            default -> false;
        };
    }

    private static Columns read(ResultSetMetaData metadata) throws SQLException {
        int count = metadata.getColumnCount();
        String[] names = new String[count];
        Kind[] kinds = new Kind[count];
        Reader[] readers = new Reader[count];
        for (int i = 0; i < count; i++) {
            names[i] = metadata.getColumnLabel(i + 1);
            kinds[i] = Kind.of(metadata, i + 1);
            readers[i] = reader(kinds[i]);
        }
        return new Columns(List.of(names), kinds, readers);
    }

    private static Reader reader(Kind kind) {
        Reader named = named(kind.typeName);
        if (named != null) {
            return named;
        }
        if (kind.signed) {
            return kind.type == Types.BIGINT ? Columns::bigint : Columns::integer;
        }
        return reader(kind.type);
    }

    private static String nameOfType(ResultSetMetaData metadata, int column) throws SQLException {
        return String.valueOf(metadata.getColumnTypeName(column)).toUpperCase(Locale.ROOT);
    }

    private static Reader reader(int type) {
        return switch (type) {
            case Types.REAL -> Columns::real;
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
            default -> Columns::object;
        };
    }

    /** Types that have no code in JDBC, or not everywhere the same. */
    private static @Nullable Reader named(String typeName) {
        switch (typeName) {
            case "UUID" -> {
                return as(UUID.class);
            }
            case "JSON", "JSONB" -> {
                return Columns::json;
            }
            case "TIMESTAMPTZ" -> { // PostgreSQL's have the codes of those without a zone
                return as(OffsetDateTime.class);
            }
            case "TIMETZ" -> {
                return as(OffsetTime.class);
            }
            case "_TIMESTAMPTZ" -> {
                return Columns::instants;
            }
            default -> {}
        }
        // Those of years and months are no duration and come as text.
        boolean duration =
                typeName.startsWith("INTERVAL ") && !typeName.contains("YEAR") && !typeName.contains("MONTH");
        return duration ? as(Duration.class) : null;
    }

    private static Reader as(Class<?> type) {
        return (result, index) -> result.getObject(index, type);
    }

    private static @Nullable Object integer(ResultSet result, int index) throws SQLException {
        int value = result.getInt(index);
        return value == 0 && result.wasNull() ? null : (Object) value;
    }

    private static @Nullable Object bigint(ResultSet result, int index) throws SQLException {
        long value = result.getLong(index);
        return value == 0 && result.wasNull() ? null : (Object) value;
    }

    private static @Nullable Object real(ResultSet result, int index) throws SQLException {
        float value = result.getFloat(index);
        return value == 0 && result.wasNull() ? null : (Object) value;
    }

    /** PostgreSQL's driver gives the elements as it gives those without a zone. */
    private static @Nullable Object instants(ResultSet result, int index) throws SQLException {
        java.sql.Array array = result.getArray(index);
        if (array == null) {
            return null;
        }
        List<@Nullable Object> instants = new ArrayList<>();
        for (Object element : (@Nullable Object[]) array.getArray()) {
            instants.add(
                    element instanceof java.sql.Timestamp timestamp
                            ? timestamp.toInstant().atOffset(ZoneOffset.UTC)
                            : null);
        }
        return instants;
    }

    private static @Nullable Object json(ResultSet result, int index) throws SQLException {
        String text = result.getString(index);
        return text == null ? null : new Json(text);
    }

    private static @Nullable Object object(ResultSet result, int index) throws SQLException {
        Object value = result.getObject(index);
        return value == null ? null : plain(value);
    }

    private static Object plain(Object value) throws SQLException {
        if (value instanceof Number || value instanceof Boolean || value instanceof String || value instanceof byte[]) {
            return value instanceof Short || value instanceof Byte ? (Object) ((Number) value).intValue() : value;
        }
        if (value instanceof UUID || value instanceof java.time.temporal.TemporalAccessor) {
            return value;
        }
        if (value instanceof java.sql.Array array) {
            return list((Object[]) array.getArray());
        }
        if (value instanceof Object[] array) {
            return list(array);
        }
        if (value instanceof java.sql.Timestamp timestamp) {
            return timestamp.toLocalDateTime();
        }
        if (value instanceof java.sql.Date date) {
            return date.toLocalDate();
        }
        if (value instanceof java.sql.Time time) {
            return time.toLocalTime();
        }
        return value.toString();
    }

    private static List<@Nullable Object> list(@Nullable Object[] elements) throws SQLException {
        @Nullable Object[] plain = new @Nullable Object[elements.length];
        for (int i = 0; i < elements.length; i++) {
            Object element = elements[i];
            plain[i] = element == null ? null : plain(element);
        }
        return Arrays.asList(plain);
    }

    private interface Reader {
        @Nullable
        Object read(ResultSet result, int index) throws SQLException;
    }
}
