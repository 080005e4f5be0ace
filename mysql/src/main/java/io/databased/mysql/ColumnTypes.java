package io.databased.mysql;

import io.databased.Json;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.vertx.ColumnReaders.Reader;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.data.Numeric;
import io.vertx.sqlclient.desc.ColumnDescriptor;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the driver's values as plain ones, by the type of their column. */
final class ColumnTypes {
    private static final Map<String, Reader> READERS = readers();

    private ColumnTypes() {}

    private static Map<String, Reader> readers() {
        Map<String, Reader> readers = new HashMap<>();
        for (String small : List.of("INT8", "U_INT8", "INT16", "YEAR")) {
            readers.put(small, value -> ((Number) value).intValue());
        }
        for (String binary : List.of("BINARY", "VARBINARY", "TINY_BLOB", "BLOB", "MEDIUM_BLOB", "LONG_BLOB")) {
            readers.put(binary, value -> ((Buffer) value).getBytes());
        }
        readers.put("U_INT64", value -> whole((Numeric) value));
        readers.put("NUMERIC", value -> ((Numeric) value).bigDecimalValue());
        readers.put("TIMESTAMP", value -> ((LocalDateTime) value).atOffset(ZoneOffset.UTC));
        readers.put("JSON", ColumnTypes::json);
        return Map.copyOf(readers);
    }

    static @Nullable Reader reader(ColumnDescriptor column) throws BackendException {
        if (column.typeName().equals("GEOMETRY")) {
            throw new BackendException(
                    "column \"" + column.name()
                            + "\" is a geometry, which has no plain form; select it as text: ST_AsText(" + column.name()
                            + ")",
                    Kind.UNSUPPORTED,
                    Effect.STATEMENT,
                    null);
        }
        return READERS.get(column.typeName());
    }

    /** The largest half of BIGINT UNSIGNED is no long. */
    private static Object whole(Numeric number) {
        BigInteger whole = number.bigIntegerValue();
        return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
    }

    private static Json json(Object value) {
        return new Json(value == Tuple.JSON_NULL ? "null" : io.vertx.core.json.Json.encode(value));
    }
}
