package io.databased.postgresql;

import io.databased.Json;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.vertx.ColumnReaders.Reader;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.data.Cidr;
import io.vertx.pgclient.data.Inet;
import io.vertx.pgclient.data.Interval;
import io.vertx.pgclient.data.Money;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.data.Numeric;
import io.vertx.sqlclient.desc.ColumnDescriptor;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the driver's values as plain ones, by the type of their column. */
final class ColumnTypes {
    /** What the driver gives as null, whatever it is. */
    private static final Set<String> UNREADABLE =
            Set.of("XML", "OID", "BIT", "VARBIT", "MACADDR", "MACADDR8", "HSTORE");

    private static final Map<String, Reader> READERS = Map.of(
            "NUMERIC", value -> number((Numeric) value),
            "BYTEA", value -> ((Buffer) value).getBytes(),
            "JSON", ColumnTypes::json,
            "JSONB", ColumnTypes::json,
            "INTERVAL", value -> interval((Interval) value),
            "MONEY", value -> ((Money) value).bigDecimalValue(),
            "INET", value -> inet((Inet) value),
            "CIDR", value -> cidr((Cidr) value));

    private ColumnTypes() {}

    static @Nullable Reader reader(ColumnDescriptor column) throws BackendException {
        String type = column.typeName();
        boolean array = column.isArray();
        String element = array && type.endsWith("_ARRAY") ? type.substring(0, type.length() - 6) : type;
        if (UNREADABLE.contains(element)) {
            throw unreadable(column.name(), element.toLowerCase(Locale.ROOT));
        }
        Reader reader = READERS.get(element);
        return array ? value -> list(value, reader) : reader;
    }

    private static BackendException unreadable(String column, String type) {
        return new BackendException(
                "column \"" + column + "\" is of type " + type + ", which the driver cannot read; select it as text: "
                        + column + "::text",
                Kind.UNSUPPORTED,
                Effect.STATEMENT,
                null);
    }

    private static Object list(Object array, @Nullable Reader reader) {
        if (!(array instanceof Object[] elements)) {
            return array;
        }
        List<@Nullable Object> list = new ArrayList<>(elements.length);
        for (Object element : elements) {
            list.add(element == null || reader == null ? element : reader.read(element));
        }
        return Collections.unmodifiableList(list);
    }

    /** NaN and the infinities are no decimals; as doubles they are what they are. */
    private static Object number(Numeric number) {
        return number.isNaN() ? (Object) Double.NaN : number.bigDecimalValue();
    }

    private static Json json(Object value) {
        return new Json(value == Tuple.JSON_NULL ? "null" : io.vertx.core.json.Json.encode(value));
    }

    /** What has months is no duration: their length depends on the date. It is given as ISO 8601 writes it. */
    private static Object interval(Interval interval) {
        Duration time = Duration.ofHours(interval.getHours())
                .plusMinutes(interval.getMinutes())
                .plusSeconds(interval.getSeconds())
                .plusNanos(interval.getMicroseconds() * 1_000L);
        if (interval.getYears() == 0 && interval.getMonths() == 0) {
            return time.plusDays(interval.getDays());
        }
        Period date = Period.of(interval.getYears(), interval.getMonths(), interval.getDays());
        return time.isZero() ? date.toString() : date + time.toString().substring(1);
    }

    private static String inet(Inet inet) {
        return address(inet.getAddress(), inet.getNetmask());
    }

    private static String cidr(Cidr cidr) {
        return address(cidr.getAddress(), cidr.getNetmask());
    }

    private static String address(InetAddress address, @Nullable Integer netmask) {
        return address.getHostAddress() + (netmask == null ? "" : "/" + netmask);
    }
}
