package io.databased.jdbc.product;

import io.databased.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's types through its own driver, as {@code databased-postgresql} tells them. */
final class PostgresValues extends Values {
    /** Of a numeric, ahead of its point and behind it. */
    private static final int MOST_DIGITS = 131_072;

    private static final int MOST_DECIMALS = 16_383;

    private static final Pattern CENTS = Pattern.compile("[.,][0-9]{2}(?![0-9])");

    /** The driver gives the whole row. */
    @Override
    public boolean mayBeKey(int type) {
        return false;
    }

    @Override
    void bind(PreparedStatement statement, int index, Object given) throws SQLException {
        Object value = PostgresTimes.utc(Microseconds.cut(given));
        if (value instanceof Duration || value instanceof String || value instanceof Character) {
            statement.setObject(index, value.toString(), Types.OTHER);
        } else if (PostgresTimes.isBent(value)) {
            statement.setObject(index, PostgresTimes.text(value), Types.OTHER);
        } else if (value instanceof BigDecimal || value instanceof BigInteger) {
            requireRoom(value);
            super.bind(statement, index, value);
        } else {
            super.bind(statement, index, value);
        }
    }

    /** The driver counts the digits of a number in 16 bits, and sends another number where there are more. */
    private static void requireRoom(Object value) throws SQLException {
        BigDecimal number = value instanceof BigDecimal decimal ? decimal : new BigDecimal((BigInteger) value);
        if (number.precision() - (long) number.scale() > MOST_DIGITS || number.scale() > MOST_DECIMALS) {
            throw new SQLException(
                    "a number has more digits than a numeric can have, which is " + MOST_DIGITS
                            + " before the point and " + MOST_DECIMALS + " behind it",
                    "22003");
        }
    }

    @Override
    void bindJson(PreparedStatement statement, int index, Json json) throws SQLException {
        statement.setObject(index, json.text(), Types.OTHER);
    }

    /** Without a value there is nothing to tell the type, but the server knows the place. */
    @Override
    void bindArray(PreparedStatement statement, int index, List<?> list) throws SQLException {
        if (ArrayElements.sample(list) == null) {
            String nulls = String.join(",", Collections.nCopies(list.size(), "NULL"));
            statement.setObject(index, "{" + nulls + "}", Types.OTHER);
        } else if (ArrayElements.sample(list) instanceof String) {
            Array texts = statement.getConnection().createArrayOf("text", ArrayElements.of(list, this::element));
            statement.setObject(index, texts.toString(), Types.OTHER);
        } else {
            super.bindArray(statement, index, list);
        }
    }

    /** The driver writes elements of an array with {@code toString()}, which PostgreSQL does not read of all of them. */
    @Override
    Object element(Object value) {
        if (value instanceof Json json) {
            return json.text();
        }
        return value instanceof byte[] bytes
                ? "\\x" + HexFormat.of().formatHex(bytes)
                : PostgresTimes.text(Microseconds.cut(value));
    }

    /** A double may be an amount of money, and a boolean a bit. */
    @Override
    boolean needsName(int type) {
        return type == Types.DOUBLE || type == Types.BIT || super.needsName(type);
    }

    @Override
    public Reader reader(Column column) {
        if (column.type() == Types.NUMERIC) {
            return PostgresValues::numeric;
        }
        if (column.type() == Types.DATE) {
            return PostgresTimes.withLeapDays(LocalDate.class);
        }
        return switch (column.typeName()) {
            case "TIMESTAMP" -> PostgresTimes.withLeapDays(LocalDateTime.class);
            case "TIMESTAMPTZ" -> PostgresTimes.withLeapDays(OffsetDateTime.class);
            case "MONEY" -> PostgresValues::money;
            case "BIT", "HSTORE" -> ResultSet::getString;
            case "REFCURSOR" -> ResultSet::getString; // as an object it is the rows, and the cursor is closed
            case "_OID" -> PostgresValues::oids;
            case "VOID" -> (result, index) -> null; // an empty text to the driver
            case "TIME" -> PostgresTimes.time();
            case "TIMETZ" -> PostgresTimes.timeWithZone();
            case "INTERVAL" -> PostgresValues::interval;
            default -> super.reader(column);
        };
    }

    /** What is no number (NaN, an infinity) comes as a double. */
    private static @Nullable Object numeric(ResultSet result, int column) throws SQLException {
        Object number = result.getObject(column);
        return number instanceof BigDecimal decimal && decimal.scale() < 0 ? decimal.setScale(0) : number;
    }

    /** In the server's way of writing money: {@code -$1,234.50}, {@code ($1,234.50)}, {@code 1.234,50 €}. */
    private static @Nullable Object money(ResultSet result, int column) throws SQLException {
        String text = result.getString(column);
        if (text == null) {
            return null;
        }
        boolean negative = text.indexOf('-') >= 0 || text.indexOf('(') >= 0;
        String digits = text.replaceAll("[^0-9]", "");
        BigDecimal amount =
                new BigDecimal(new BigInteger(digits), CENTS.matcher(text).find() ? 2 : 0);
        return negative ? amount.negate() : amount;
    }

    /** As a whole: when they come in binary form the driver does not read them one by one. */
    private static @Nullable Object oids(ResultSet result, int column) throws SQLException {
        Array array = result.getArray(column);
        return array == null ? null : list((Object[]) array.getArray());
    }

    private static List<@Nullable Object> list(@Nullable Object[] elements) {
        List<@Nullable Object> list = new ArrayList<>(elements.length);
        for (Object element : elements) {
            list.add(element instanceof Object[] inner ? list(inner) : element);
        }
        return list;
    }

    private static @Nullable Object interval(ResultSet result, int column) throws SQLException {
        String text = result.getString(column);
        return text == null ? null : PostgresIntervals.read(text);
    }
}
