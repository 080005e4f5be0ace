package io.databased.jdbc.product;

import io.databased.Json;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's types through its own driver, as {@code databased-postgresql} tells them. */
final class PostgresValues extends Values {
    @Override
    void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof Duration duration) {
            statement.setObject(index, duration.toString(), Types.OTHER);
        } else if (value instanceof Character character) {
            statement.setString(index, character.toString());
        } else {
            super.bind(statement, index, value);
        }
    }

    @Override
    void bindJson(PreparedStatement statement, int index, Json json) throws SQLException {
        statement.setObject(index, json.text(), Types.OTHER);
    }

    /** The driver writes elements of an array with {@code toString()}, which PostgreSQL does not read of all of them. */
    @Override
    Object element(Object value) {
        if (value instanceof Json json) {
            return json.text();
        }
        if (value instanceof Instant instant) {
            return element(instant.atOffset(ZoneOffset.UTC));
        }
        if (value instanceof OffsetDateTime time) {
            return date(time.toLocalDate(), "T" + time.toLocalTime() + time.getOffset());
        }
        if (value instanceof LocalDateTime time) {
            return date(time.toLocalDate(), "T" + time.toLocalTime());
        }
        return value instanceof LocalDate date ? date(date, "") : value;
    }

    /** PostgreSQL has no year 0, and counts those before Christ from 1. */
    private static String date(LocalDate date, String time) {
        int year = date.getYear();
        String days =
                String.format("%04d-%02d-%02d", year > 0 ? year : 1 - year, date.getMonthValue(), date.getDayOfMonth());
        return days + time + (year > 0 ? "" : " BC");
    }

    /** A double may be an amount of money. */
    @Override
    boolean needsName(int type) {
        return type == Types.DOUBLE || super.needsName(type);
    }

    @Override
    public Reader reader(Column column) {
        if (column.type() == Types.NUMERIC) {
            return PostgresValues::numeric;
        }
        return switch (column.typeName()) {
            case "MONEY" -> ResultSet::getBigDecimal;
            case "INTERVAL" -> PostgresValues::interval;
            default -> super.reader(column);
        };
    }

    /** What is no number (NaN, an infinity) comes as a double. */
    private static @Nullable Object numeric(ResultSet result, int column) throws SQLException {
        return result.getObject(column);
    }

    private static @Nullable Object interval(ResultSet result, int column) throws SQLException {
        String text = result.getString(column);
        return text == null ? null : PostgresIntervals.read(text);
    }
}
