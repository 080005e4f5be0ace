package io.databased.mysql;

import io.databased.Json;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the driver's values of plain ones. What the driver does not know it sends as what {@code toString()} says, bytes
 * included, so nothing is left to it that is not listed here.
 *
 * @param largest how many bytes the server takes at once; with more it closes the connection
 */
record ParameterValues(long largest) {
    /** The protocol counts parameters in 16 bits. */
    private static final int MOST = 65_535;

    private static final int LONG_TEXT = 100_000;

    Tuple tuple(@Nullable Object[] values) throws BackendException {
        if (values.length > MOST) {
            throw refused(
                    Kind.DATA,
                    values.length + " parameters are more than the " + MOST
                            + " that the server takes; use executeMany, or fewer values in IN");
        }
        ArrayTuple tuple = new ArrayTuple(values.length);
        long size = 0;
        for (Object value : values) {
            Object bound = value == null ? null : driverValue(value);
            size += size(bound);
            tuple.addValue(bound);
        }
        if (size > largest) {
            throw refused(
                    Kind.DATA,
                    "the values are " + size + " bytes long, more than the " + largest
                            + " that the server takes at once (max_allowed_packet)");
        }
        return tuple;
    }

    private static long size(@Nullable Object value) {
        if (value instanceof Buffer bytes) {
            return bytes.length();
        }
        if (value instanceof String text) {
            return text.length() < LONG_TEXT ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
        }
        return 0;
    }

    private static Object driverValue(Object value) throws BackendException {
        if (value instanceof String || value instanceof Integer || value instanceof Long) {
            return value;
        }
        if (value instanceof byte[] bytes) {
            return Buffer.buffer(bytes);
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof OffsetDateTime time) {
            return time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
        }
        if (value instanceof Duration duration) {
            return time(duration);
        }
        if (value instanceof Json
                || value instanceof UUID
                || value instanceof BigInteger
                || value instanceof Character) {
            return value.toString();
        }
        if ((value instanceof Double number && !Double.isFinite(number))
                || (value instanceof Float single && !Float.isFinite(single))) {
            throw refused(Kind.DATA, "MySQL and MariaDB have no NaN and no infinity; bind null");
        }
        if (value instanceof List<?>) {
            throw refused(
                    Kind.UNSUPPORTED, "MySQL and MariaDB have no arrays; bind a list only in IN (:ids), or its JSON");
        }
        return value;
    }

    /** The driver's own form of it is wrong for some negative ones. */
    private static String time(Duration duration) {
        Duration length = duration.abs();
        String sign = duration.isNegative() ? "-" : "";
        return String.format(
                Locale.ROOT,
                "%s%02d:%02d:%02d.%06d",
                sign,
                length.toHours(),
                length.toMinutesPart(),
                length.toSecondsPart(),
                length.toNanosPart() / 1_000);
    }

    private static BackendException refused(Kind kind, String message) {
        return new BackendException(message, kind, Effect.STATEMENT, null);
    }
}
