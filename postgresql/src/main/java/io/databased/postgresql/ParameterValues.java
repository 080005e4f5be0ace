package io.databased.postgresql;

import io.databased.Json;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.data.Numeric;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the driver's values of plain ones, for parameters of a {@link ParameterType}. */
final class ParameterValues {
    /** The protocol counts parameters in 16 bits. */
    private static final int MOST = 65_535;

    private ParameterValues() {}

    static Tuple tuple(@Nullable Object[] values) throws BackendException {
        requireFew(values);
        return tupleOf(driverValues(values));
    }

    private static void requireFew(@Nullable Object[] values) throws BackendException {
        if (values.length > MOST) {
            throw new BackendException(
                    values.length + " parameters are more than the " + MOST
                            + " that PostgreSQL takes; bind arrays (= ANY(:ids)), or use executeMany",
                    Kind.DATA,
                    Effect.STATEMENT,
                    null);
        }
    }

    private static @Nullable Object[] driverValues(@Nullable Object[] values) throws BackendException {
        @Nullable Object[] converted = new @Nullable Object[values.length];
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            converted[i] = value == null ? null : driverValue(value);
        }
        return converted;
    }

    private static Tuple tupleOf(@Nullable Object[] driverValues) {
        ParameterTuple tuple = new ParameterTuple(driverValues.length);
        for (Object value : driverValues) {
            tuple.add(value);
        }
        return tuple;
    }

    static List<Tuple> batch(List<@Nullable Object[]> batch) throws BackendException {
        List<@Nullable Object[]> rows = new ArrayList<>(batch.size());
        for (@Nullable Object[] values : batch) {
            try {
                requireFew(values);
                rows.add(driverValues(values));
            } catch (BackendException unbindable) {
                throw unbindable.ofSet(rows.size() + 1, batch.size());
            }
        }
        for (int i = 0; i < rows.get(0).length; i++) {
            typeArrays(rows, i);
        }
        List<Tuple> tuples = new ArrayList<>(rows.size());
        rows.forEach(values -> tuples.add(tupleOf(values)));
        return tuples;
    }

    /** Arrays that have no elements but nulls are of no class by themselves; beside others they are of theirs. */
    private static void typeArrays(List<@Nullable Object[]> rows, int position) {
        Class<?> type = null;
        for (@Nullable Object[] values : rows) {
            Object value = values[position];
            if (value instanceof Object[] && value.getClass() != Object[].class) {
                type = value.getClass().getComponentType();
            }
        }
        for (@Nullable Object[] values : rows) {
            if (type != null && values[position] instanceof Object[] nulls && nulls.getClass() == Object[].class) {
                values[position] = Array.newInstance(type, nulls.length);
            }
        }
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
        if (value instanceof Json || value instanceof Character) {
            return value.toString();
        }
        if (value instanceof Duration duration) {
            return duration.truncatedTo(ChronoUnit.MICROS).toString();
        }
        if (value instanceof LocalDate || value instanceof LocalDateTime || value instanceof OffsetDateTime) {
            return TimeRange.checked(value);
        }
        return value instanceof List<?> list ? array(list) : value;
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
            elements[i] = element == null ? null : arrayElement(element);
            type = type == null && elements[i] != null ? classOf(elements[i]) : type;
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

    /** The driver loses the connection over an array of decimals, and takes whole numbers of any class. */
    private static Object arrayElement(Object element) throws BackendException {
        if (element instanceof BigDecimal || element instanceof BigInteger) {
            return element.toString();
        }
        return element instanceof Byte || element instanceof Short || element instanceof Integer
                ? (Object) ((Number) element).longValue()
                : driverValue(element);
    }

    private static Class<?> classOf(Object element) {
        return element instanceof Buffer ? Buffer.class : element.getClass();
    }

    private static BackendException mixed() {
        return new BackendException(
                "the elements of an array are of several types; bind elements of one type",
                Kind.DATA,
                Effect.STATEMENT,
                null);
    }
}
