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
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
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
    /** What the driver gives as null whatever it is, or as a class of its own for which there is no plain one. */
    private static final Set<String> UNREADABLE = Set.of(
            "XML",
            "OID",
            "BIT",
            "VARBIT",
            "MACADDR",
            "MACADDR8",
            "HSTORE",
            "POINT",
            "LINE",
            "LSEG",
            "BOX",
            "PATH",
            "POLYGON",
            "CIRCLE");

    /** What the driver makes of the infinities, which it does not know. */
    private static final Interval INFINITY = Interval.of(185_218_736, 2, 28, 4, 0, 54, 775_807);

    private static final Interval MINUS_INFINITY = Interval.of(-185_218_736, -3, -29, -4, 0, -54, -775_808);

    private static final Map<String, Reader> READERS = Map.ofEntries(
            Map.entry("NUMERIC", value -> number((Numeric) value)),
            Map.entry("BYTEA", value -> ((Buffer) value).getBytes()),
            Map.entry("JSON", ColumnTypes::json),
            Map.entry("JSONB", ColumnTypes::json),
            Map.entry("INTERVAL", value -> interval((Interval) value)),
            Map.entry("TIMESTAMP", value -> TimeRange.read((LocalDateTime) value)),
            Map.entry("TIMESTAMPTZ", value -> TimeRange.read((OffsetDateTime) value)),
            Map.entry("MONEY", value -> ((Money) value).bigDecimalValue()),
            Map.entry("INET", value -> inet((Inet) value)),
            Map.entry("CIDR", value -> cidr((Cidr) value)),
            Map.entry("UNKNOWN", value -> value instanceof Object[] ? list(value, null) : value));

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
                "column \"" + column + "\" is of type " + type + ", which is not read as it is; select it as text: "
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

    /**
     * What has months is no duration: their length depends on the date. It is given as ISO 8601 writes it. The driver counts
     * 30 days as a month.
     */
    private static Object interval(Interval interval) {
        if (interval.equals(INFINITY) || interval.equals(MINUS_INFINITY)) {
            return interval.equals(INFINITY) ? "infinity" : "-infinity";
        }
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
