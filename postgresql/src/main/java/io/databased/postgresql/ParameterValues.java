package io.databased.postgresql;

import io.databased.Json;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.data.Interval;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.data.Numeric;
import io.vertx.sqlclient.internal.ArrayTuple;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the driver's values of plain ones, for parameters of a {@link ParameterType}. */
final class ParameterValues {
    /** The protocol counts parameters in 16 bits. */
    private static final int MOST = 65_535;

    private ParameterValues() {}

    static Tuple tuple(@Nullable Object[] values) throws BackendException {
        if (values.length > MOST) {
            throw new BackendException(
                    values.length + " parameters are more than the " + MOST
                            + " that PostgreSQL takes; bind arrays (= ANY(:ids)), or use executeMany",
                    Kind.DATA,
                    Effect.STATEMENT,
                    null);
        }
        ArrayTuple tuple = new ArrayTuple(values.length);
        for (Object value : values) {
            tuple.addValue(value == null ? null : driverValue(value));
        }
        return tuple;
    }

    static List<Tuple> batch(List<@Nullable Object[]> batch) throws BackendException {
        List<Tuple> tuples = new ArrayList<>(batch.size());
        for (@Nullable Object[] values : batch) {
            tuples.add(tuple(values));
        }
        return tuples;
    }

    private static Object driverValue(Object value) throws BackendException {
        if (value instanceof String || value instanceof Integer || value instanceof Long) {
            return value;
        }
        if (value instanceof BigDecimal || value instanceof BigInteger) {
            return Numeric.create((Number) value);
        }
        if (value instanceof byte[] bytes) {
            return Buffer.buffer(bytes);
        }
        if (value instanceof Duration duration) {
            return interval(duration);
        }
        if (value instanceof Json || value instanceof Character) {
            return value.toString();
        }
        return value instanceof List<?> list ? array(list) : value;
    }

    private static Interval interval(Duration duration) {
        long seconds = duration.getSeconds();
        int nanos = duration.getNano();
        if (seconds < 0 && nanos > 0) { // both parts of the same sign
            seconds++;
            nanos -= 1_000_000_000;
        }
        return Interval.of()
                .days((int) (seconds / 86_400))
                .hours((int) (seconds % 86_400 / 3_600))
                .minutes((int) (seconds % 3_600 / 60))
                .seconds((int) (seconds % 60))
                .microseconds(nanos / 1_000);
    }

    /** An array of the class of its elements, as the driver wants it. */
    private static Object array(List<?> list) throws BackendException {
        @Nullable Object[] elements = new @Nullable Object[list.size()];
        Class<?> type = null;
        for (int i = 0; i < elements.length; i++) {
            Object element = list.get(i);
            if (element instanceof List<?>) {
                throw new BackendException(
                        "an array of arrays cannot be bound; bind its text, as in cast(:values AS int[][])",
                        Kind.UNSUPPORTED,
                        Effect.STATEMENT,
                        null);
            }
            elements[i] = element == null ? null : driverValue(element);
            type = type == null && elements[i] != null ? elementClass(elements[i]) : type;
        }
        if (type == null) {
            return elements;
        }
        Object array = Array.newInstance(type, elements.length);
        for (int i = 0; i < elements.length; i++) {
            if (elements[i] != null && !type.isInstance(elements[i])) {
                throw mixed();
            }
            Array.set(array, i, elements[i]);
        }
        return array;
    }

    private static Class<?> elementClass(Object element) {
        if (element instanceof Buffer) {
            return Buffer.class;
        }
        return element instanceof Number ? Number.class : element.getClass();
    }

    private static BackendException mixed() {
        return new BackendException(
                "the elements of an array are of several types; bind elements of one type",
                Kind.DATA,
                Effect.STATEMENT,
                null);
    }
}
