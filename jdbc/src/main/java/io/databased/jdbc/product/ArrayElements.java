package io.databased.jdbc.product;

import io.databased.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A list as {@link java.sql.Connection#createArrayOf} wants it. */
final class ArrayElements {
    /** PostgreSQL's names, which DuckDB knows too; H2 goes by the elements. */
    private static final Map<Class<?>, String> TYPES = Map.ofEntries(
            Map.entry(Byte.class, "int2"),
            Map.entry(Short.class, "int2"),
            Map.entry(Integer.class, "int4"),
            Map.entry(Long.class, "int8"),
            Map.entry(BigDecimal.class, "numeric"),
            Map.entry(BigInteger.class, "numeric"),
            Map.entry(Double.class, "float8"),
            Map.entry(Float.class, "float4"),
            Map.entry(Boolean.class, "bool"),
            Map.entry(UUID.class, "uuid"),
            Map.entry(byte[].class, "bytea"),
            Map.entry(LocalDate.class, "date"),
            Map.entry(LocalTime.class, "time"),
            Map.entry(OffsetTime.class, "timetz"),
            Map.entry(LocalDateTime.class, "timestamp"),
            Map.entry(OffsetDateTime.class, "timestamptz"),
            Map.entry(Instant.class, "timestamptz"),
            Map.entry(Duration.class, "interval"),
            Map.entry(Json.class, "jsonb"));

    private ArrayElements() {}

    /** The name of the elements' type; that of text for what has no elements. */
    static String type(List<?> list) {
        Object sample = sample(list);
        return sample == null ? "varchar" : TYPES.getOrDefault(sample.getClass(), "varchar");
    }

    /** The first value in it, at any depth. */
    static @Nullable Object sample(List<?> list) {
        for (Object element : list) {
            Object sample = element instanceof List<?> inner ? sample(inner) : element;
            if (sample != null) {
                return sample;
            }
        }
        return null;
    }

    /** Lists in lists are arrays in arrays. */
    static @Nullable Object[] of(List<?> list, UnaryOperator<Object> element) {
        @Nullable
        Object[] array =
                list.stream().anyMatch(List.class::isInstance) ? new Object[list.size()][] : new Object[list.size()];
        for (int i = 0; i < array.length; i++) {
            Object each = list.get(i);
            if (each instanceof List<?> inner) {
                array[i] = of(inner, element);
            } else {
                array[i] = each == null ? null : element.apply(each);
            }
        }
        return array;
    }
}
