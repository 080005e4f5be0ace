package io.databased.postgresql;

import io.databased.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The types of parameters. The server would infer a type from what surrounds a parameter, and the driver can send only
 * values of the Java class that it has for that type, so the type is said: {@code cast($1 as int8)}. NULL and enum constants
 * are left to the server, which knows the column's type.
 */
final class ParameterType {
    private static final int CACHED = 64;
    private static final Map<Class<?>, ParameterType> TYPES = new HashMap<>();
    private static final ParameterType INFERRED = new ParameterType(null, null);
    private static final ParameterType TEXT = type("text", String.class, Character.class);

    static {
        type("bool", Boolean.class);
        type("int2", Byte.class, Short.class);
        type("int4", Integer.class);
        type("int8", Long.class);
        type("float4", Float.class);
        type("float8", Double.class);
        type("numeric", BigDecimal.class, BigInteger.class);
        type("bytea", byte[].class);
        type("date", LocalDate.class);
        type("time", LocalTime.class);
        type("timetz", OffsetTime.class);
        type("timestamp", LocalDateTime.class);
        type("timestamptz", OffsetDateTime.class);
        type("interval", Duration.class);
        type("uuid", UUID.class);
        TYPES.put(Json.class, new ParameterType("text", "jsonb"));
    }

    private final @Nullable String sent;
    private final @Nullable String meant;
    private final String[] placeholders = new String[CACHED];
    private final @Nullable ParameterType array;

    private ParameterType(@Nullable String sent, @Nullable String meant) {
        this.sent = sent;
        this.meant = meant;
        this.array = sent == null || sent.endsWith("[]")
                ? null
                : new ParameterType(sent + "[]", meant == null ? null : meant + "[]");
        for (int i = 0; i < CACHED; i++) {
            placeholders[i] = write(i + 1);
        }
    }

    private static ParameterType type(String name, Class<?>... classes) {
        ParameterType type = new ParameterType(name, null);
        for (Class<?> valueClass : classes) {
            TYPES.put(valueClass, type);
        }
        return type;
    }

    /** The type of a parameter with that value. */
    static ParameterType of(@Nullable Object value) {
        if (value == null || value instanceof Enum<?>) {
            return INFERRED;
        }
        ParameterType known = TYPES.get(value.getClass());
        return known != null ? known : value instanceof List<?> list ? arrayOf(list) : TEXT;
    }

    /** An array is of the type of its elements; without any, the server knows best. */
    private static ParameterType arrayOf(List<?> elements) {
        for (Object element : elements) {
            if (element != null) {
                ParameterType type = of(element);
                return Objects.requireNonNullElse(type.array, INFERRED);
            }
        }
        return INFERRED;
    }

    String placeholder(int index) {
        return index <= CACHED ? placeholders[index - 1] : write(index);
    }

    private String write(int index) {
        if (sent == null) {
            return "$" + index;
        }
        String typed = "cast($" + index + " as " + sent + ")";
        return meant == null ? typed : "cast(" + typed + " as " + meant + ")";
    }
}
