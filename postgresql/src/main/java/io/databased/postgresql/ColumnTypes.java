package io.databased.postgresql;

import io.databased.Json;
import io.databased.spi.BackendException;
import io.databased.vertx.ColumnReaders;
import io.databased.vertx.ColumnReaders.Reader;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.desc.ColumnDescriptor;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads what the driver hands over as plain values, by the {@linkplain ServerType type} of the column. */
final class ColumnTypes implements ColumnReaders.Types {
    static final ColumnTypes INSTANCE = new ColumnTypes();

    private ColumnTypes() {}

    @Override
    public String name(ColumnDescriptor column) {
        return ServerType.unmarked(column.name());
    }

    @Override
    public @Nullable Reader of(ColumnDescriptor column) {
        ServerType type = ServerType.of(column.name());
        if (type == null || ServerType.isPlain(type.oid())) {
            return switch (column.typeName()) {
                case "BYTEA" -> value -> ((Buffer) value).getBytes();
                case "TIMESTAMP" -> value -> TimeRange.read((LocalDateTime) value);
                case "TIMESTAMPTZ" -> value -> TimeRange.read((OffsetDateTime) value);
                default -> null;
            };
        }
        if (type.element() != 0) {
            return type.told() == ServerType.BYTEA
                    ? value -> inColumn(column, () -> BinaryValues.array(type.element(), bytes(value)))
                    : value -> ArrayText.read((String) value, type.delimiter());
        }
        return switch (type.oid()) {
            case ServerType.NUMERIC -> value -> number((String) value);
            case ServerType.JSON, ServerType.JSONB -> value -> new Json((String) value);
            case ServerType.OID -> value -> Long.valueOf((String) value);
            case ServerType.TIME -> value -> inColumn(column, () -> BinaryValues.time((Long) value));
            case ServerType.MONEY -> value -> BigDecimal.valueOf((Long) value, 2);
            case ServerType.TIMETZ, ServerType.INTERVAL ->
                value -> inColumn(column, () -> BinaryValues.read(type.oid(), bytes(value)));
            default -> null;
        };
    }

    private static ByteBuffer bytes(Object value) {
        return ByteBuffer.wrap(((Buffer) value).getBytes());
    }

    /** NaN and the infinities are no decimals; as doubles they are what they are. */
    private static Object number(String text) {
        return switch (text) {
            case "NaN", "Infinity", "-Infinity" -> (Object) Double.valueOf(text);
            default -> new BigDecimal(text);
        };
    }

    /** What makes a value, or says why there is none. */
    private interface Reading {
        Object value() throws BackendException;
    }

    private static Object inColumn(ColumnDescriptor column, Reading reading) throws BackendException {
        try {
            return reading.value();
        } catch (BackendException unreadable) {
            String name = ServerType.unmarked(column.name());
            throw new BackendException(
                    "column \"" + name + "\" holds " + unreadable.getMessage() + ": " + name + "::text",
                    unreadable.kind(),
                    unreadable.effect(),
                    null);
        }
    }
}
