package io.databased.jdbc.product;

import io.databased.Json;
import io.databased.spi.Command;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How values are bound and read: as JDBC says, where nothing more is known of the driver. */
public class Values {
    private final Readers readers = new Readers(this);

    Values() {}

    /** Binds sets of values to one statement. */
    @FunctionalInterface
    public interface Binder {
        /** In the form that the driver stores without loss. */
        void bind(@Nullable Object[] values) throws SQLException;
    }

    /** Binds to a statement that was prepared of that text. */
    public Binder binder(PreparedStatement statement, String sql) {
        return values -> bind(statement, values);
    }

    final void bind(PreparedStatement statement, @Nullable Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value == null) {
                bindNull(statement, i + 1);
            } else {
                bind(statement, i + 1, value);
            }
        }
    }

    /** Whether the database tells the first of several generated keys, and the driver makes up the others. */
    public boolean onlyFirstKey() {
        return false;
    }

    /** Whether the only column that is given as a key may be one: H2 gives what has a default, such as the time. */
    public boolean mayBeKey(int type) {
        return switch (type) {
            case Types.DATE,
                    Types.TIME,
                    Types.TIME_WITH_TIMEZONE,
                    Types.TIMESTAMP,
                    Types.TIMESTAMP_WITH_TIMEZONE,
                    Types.BOOLEAN -> false;
            default -> true;
        };
    }

    /** The key that the driver would give without another, or null where it gives only that of its statement. */
    public @Nullable Object lastKey(Connection connection) throws SQLException {
        return null;
    }

    /** Whether a key that was the last one before the statement, too, is its own: another table may have given the same. */
    public boolean givesKeyAgain(Connection connection, String sql) throws SQLException {
        return true;
    }

    /** A generated key as it is. */
    public @Nullable Object key(Object key, Command command) {
        return key;
    }

    void bindNull(PreparedStatement statement, int index) throws SQLException {
        statement.setNull(index, Types.NULL);
    }

    void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof String text) {
            statement.setString(index, text);
        } else if (value instanceof Long number) {
            statement.setLong(index, number);
        } else if (value instanceof Integer number) {
            statement.setInt(index, number);
        } else if (value instanceof BigInteger number) {
            statement.setBigDecimal(index, new BigDecimal(number));
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(index, bytes);
        } else if (value instanceof Instant instant) {
            statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
        } else if (value instanceof Json json) {
            bindJson(statement, index, json);
        } else if (value instanceof List<?> list) {
            bindArray(statement, index, list);
        } else {
            statement.setObject(index, value);
        }
    }

    void bindJson(PreparedStatement statement, int index, Json json) throws SQLException {
        statement.setString(index, json.text());
    }

    void bindArray(PreparedStatement statement, int index, List<?> list) throws SQLException {
        Connection connection = statement.getConnection();
        java.sql.Array array =
                connection.createArrayOf(ArrayElements.type(list), ArrayElements.of(list, this::element));
        try {
            statement.setArray(index, array);
        } finally {
            array.free();
        }
    }

    /** An element of an array as the driver takes it. */
    Object element(Object value) {
        return value;
    }

    /** An element of an array, or a field of a struct, that the driver gave as an object: as it is in the database. */
    Object told(Object element) throws SQLException {
        return element;
    }

    /** What tells how to read a column. Its type's name is asked for only where it says more: some drivers look it up. */
    public final Column column(ResultSetMetaData metadata, int column) throws SQLException {
        int type = metadata.getColumnType(column);
        boolean signed = isWhole(type) && metadata.isSigned(column);
        if (type == Types.BIT && metadata.getPrecision(column) > 1) {
            type = Types.VARCHAR; // bits, of which some drivers make one boolean
        }
        String name = needsName(type) ? String.valueOf(metadata.getColumnTypeName(column)) : "";
        return new Column(type, signed, name.toUpperCase(Locale.ROOT));
    }

    /** Whether 24:00:00, which Java has not, may be in parts of the column that the driver reads when it goes to a row. */
    public boolean mayHoldEndOfDay(Column column) {
        return false;
    }

    /** How a column is read. */
    public Reader reader(Column column) {
        return readers.of(column);
    }

    /** Whether the type alone does not tell how to read it. */
    boolean needsName(int type) {
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
}
