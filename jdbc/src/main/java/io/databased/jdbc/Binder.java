package io.databased.jdbc;

import io.databased.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Hands values to a driver in the form that it stores without loss. */
final class Binder {
    private final JdbcProduct product;

    Binder(JdbcProduct product) {
        this.product = product;
    }

    void bind(PreparedStatement statement, @Nullable Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value == null) {
                statement.setNull(i + 1, Types.NULL);
            } else {
                bind(statement, i + 1, value);
            }
        }
    }

    private void bind(PreparedStatement statement, int index, Object value) throws SQLException {
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
            bindJson(statement, index, json.text());
        } else if (value instanceof Duration duration && product == JdbcProduct.POSTGRESQL) {
            statement.setObject(index, duration.toString(), Types.OTHER);
        } else if (value instanceof List<?> list) {
            statement.setArray(index, array(statement.getConnection(), list));
        } else {
            statement.setObject(index, value);
        }
    }

    /** H2 takes a string for a JSON string, and bytes for the text of any JSON value. */
    private void bindJson(PreparedStatement statement, int index, String text) throws SQLException {
        switch (product) {
            case H2 -> statement.setBytes(index, text.getBytes(StandardCharsets.UTF_8));
            case POSTGRESQL -> statement.setObject(index, text, Types.OTHER);
            default -> statement.setString(index, text);
        }
    }

    private static java.sql.Array array(Connection connection, List<?> list) throws SQLException {
        Object sample = list.stream()
                .filter(Objects::nonNull)
                .map(Object.class::cast)
                .findFirst()
                .orElse("");
        return connection.createArrayOf(elementType(sample), list.toArray());
    }

    /** PostgreSQL's names; H2 goes by the elements. */
    private static String elementType(Object sample) {
        if (sample instanceof Integer || sample instanceof Short || sample instanceof Byte) {
            return "int4";
        }
        if (sample instanceof Long) {
            return "int8";
        }
        if (sample instanceof BigDecimal || sample instanceof BigInteger) {
            return "numeric";
        }
        if (sample instanceof Double || sample instanceof Float) {
            return "float8";
        }
        if (sample instanceof Boolean) {
            return "bool";
        }
        return sample instanceof UUID ? "uuid" : "varchar";
    }
}
