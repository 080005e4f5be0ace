package io.databased.mysql;

import io.databased.Json;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.vertx.ColumnReaders.Reader;
import io.databased.vertx.UnreadableValueException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.data.Numeric;
import io.vertx.sqlclient.desc.ColumnDescriptor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the driver's values, or their bytes ({@link RawColumns}), as plain ones, by the type of their column. */
final class ColumnTypes {
    private static final Map<String, Reader> READERS = readers();

    private final SessionState state;

    ColumnTypes(SessionState state) {
        this.state = state;
    }

    private static Map<String, Reader> readers() {
        Map<String, Reader> readers = new HashMap<>();
        for (String small : List.of("INT8", "U_INT8", "INT16", "YEAR")) {
            readers.put(small, value -> ((Number) value).intValue());
        }
        readers.put("U_INT64", value -> Unsigned.number(((Numeric) value).longValue()));
        readers.put("BIT", value -> Unsigned.number((Long) value));
        readers.put(RawColumns.BYTES.driverName(), value -> ((Buffer) value).getBytes());
        readers.put(RawColumns.JSON.driverName(), value -> new Json(((Buffer) value).toString(StandardCharsets.UTF_8)));
        return Map.copyOf(readers);
    }

    @Nullable
    Reader reader(ColumnDescriptor column) throws BackendException {
        String type = column.typeName();
        if (type.equals(RawColumns.GEOMETRY.driverName())) {
            throw new BackendException(
                    "column \"" + column.name()
                            + "\" is a geometry, which has no plain form; select it as text: ST_AsText(" + column.name()
                            + ")",
                    Kind.UNSUPPORTED,
                    Effect.STATEMENT,
                    null);
        }
        if (type.equals("TIMESTAMP")) {
            return value -> state.instant(column.name(), (LocalDateTime) value);
        }
        if (type.equals(RawColumns.DATE.driverName())) {
            return value -> date(column, bytes(value));
        }
        if (type.equals(RawColumns.DECIMAL.driverName())) {
            return value -> decimal(column, (String) value);
        }
        if (type.equals(RawColumns.COMPUTED_BITS.driverName())) {
            return value -> computedBits(column, ((Buffer) value).getBytes());
        }
        return type.equals(RawColumns.DATETIME.driverName())
                ? value -> dateTime(column, bytes(value))
                : READERS.get(type);
    }

    private static BigDecimal decimal(ColumnDescriptor column, String value) {
        try {
            return new BigDecimal(value);
        } catch (NumberFormatException noNumber) {
            throw new UnreadableValueException("column \"" + column.name()
                    + "\" has a text, where the server has announced a number; give the parameter in it a type, as by"
                    + " CAST(? AS CHAR)");
        }
    }

    /**
     * What is too long for bits is digits; what is short and looks like digits may be either. MySQL takes some for characters
     * of latin1, and converts them; what looks like characters of UTF-8 may be bits or such characters.
     */
    private static Object computedBits(ColumnDescriptor column, byte[] bytes) {
        boolean digits = bytes.length > 0;
        boolean ascii = true;
        for (byte each : bytes) {
            digits &= each >= '0' && each <= '9';
            ascii &= each >= 0;
        }
        if ((digits && bytes.length <= Long.BYTES) || (!ascii && isUtf8(bytes))) {
            throw new UnreadableValueException("column \"" + column.name()
                    + "\" has bits that were computed, which the server sends as bits, as digits or as characters; select a"
                    + " number: " + column.name() + " + 0");
        }
        BigInteger number =
                digits ? new BigInteger(new String(bytes, StandardCharsets.US_ASCII)) : new BigInteger(1, bytes);
        return Unsigned.number(number.longValue());
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }

    private static ByteBuf bytes(Object value) {
        return Unpooled.wrappedBuffer(((Buffer) value).getBytes());
    }

    /** No bytes at all are the zero date. */
    private static @Nullable LocalDate date(ColumnDescriptor column, ByteBuf bytes) {
        if (!bytes.isReadable()) {
            return null;
        }
        int year = bytes.readUnsignedShortLE();
        int month = bytes.readUnsignedByte();
        int day = bytes.readUnsignedByte();
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException noDate) {
            throw new UnreadableValueException("column \"" + column.name()
                    + "\" has a date that no calendar has, as one without month or day; select it as text: CAST("
                    + column.name() + " AS CHAR)");
        }
    }

    private static @Nullable LocalDateTime dateTime(ColumnDescriptor column, ByteBuf bytes) {
        LocalDate date = date(column, bytes);
        if (date == null || !bytes.isReadable()) {
            return date == null ? null : date.atStartOfDay();
        }
        LocalTime time = LocalTime.of(bytes.readByte(), bytes.readByte(), bytes.readByte());
        return date.atTime(bytes.isReadable() ? time.plusNanos(1_000L * bytes.readIntLE()) : time);
    }
}
