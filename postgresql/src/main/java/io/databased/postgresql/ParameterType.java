package io.databased.postgresql;

import io.databased.Json;
import io.databased.spi.SqlDialect.Place;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The types of parameters. The server would infer a type from what surrounds a parameter, and the driver can send only
 * values of the Java class that it has for that type, so the type is said: {@code cast($1 as int8)}. NULL, texts and enum
 * constants are left to the server: a text may be compared with a {@code citext}, a {@code char(5)} or an enum, which all
 * have operators of their own. They are said to be text where the server infers nothing, or something else. What the driver
 * would spoil goes as text, and is cast on; JSON for a column to {@code json}, which is kept as it is.
 */
final class ParameterType {
    private static final int CACHED = 64;
    private static final Map<Class<?>, ParameterType> TYPES = new HashMap<>();
    private static final ParameterType INFERRED = new ParameterType(null, null);
    private static final ParameterType TEXT = type("text", String.class, Character.class);
    private static final ParameterType JSON = new ParameterType("text", "json");
    private static final ParameterType NUMERIC =
            new ParameterType("numeric", null, textArray("numeric"), textArray("numeric"));

    static {
        type("bool", Boolean.class);
        type("int2", Byte.class, Short.class);
        type("int4", Integer.class);
        type("int8", Long.class);
        type("float4", Float.class);
        type("float8", Double.class);
        type("bytea", byte[].class);
        type("date", LocalDate.class);
        type("time", LocalTime.class);
        type("timetz", OffsetTime.class);
        type("timestamp", LocalDateTime.class);
        type("timestamptz", OffsetDateTime.class);
        type("uuid", UUID.class);
        TYPES.put(Duration.class, asText("interval")); // the driver's intervals make a month of 30 days
        TYPES.put(Json.class, asText("jsonb"));
        TYPES.put(BigDecimal.class, NUMERIC);
        TYPES.put(BigInteger.class, NUMERIC);
    }

    private final @Nullable String sent;
    private final @Nullable String meant;
    private final String[] placeholders = new String[CACHED];
    private final @Nullable ParameterType array;
    private final @Nullable ParameterType emptyArray;

    private ParameterType(@Nullable String sent, @Nullable String meant) {
        this(sent, meant, null, null);
    }

    private ParameterType(
            @Nullable String sent,
            @Nullable String meant,
            @Nullable ParameterType array,
            @Nullable ParameterType emptyArray) {
        this.sent = sent;
        this.meant = meant;
        this.array = array;
        this.emptyArray = emptyArray;
        for (int i = 0; i < CACHED; i++) {
            placeholders[i] = write(i + 1);
        }
    }

    private static ParameterType type(String name, Class<?>... classes) {
        ParameterType array = new ParameterType(name + "[]", null);
        ParameterType type = new ParameterType(name, null, array, textArray(name));
        for (Class<?> valueClass : classes) {
            TYPES.put(valueClass, type);
        }
        return type;
    }

    private static ParameterType asText(String name) {
        return new ParameterType("text", name, textArray(name), textArray(name));
    }

    /** An array whose elements go as text; if all are null, or there are none, that fits whatever they are meant to be. */
    private static ParameterType textArray(String name) {
        return new ParameterType("text[]", name.equals("text") ? null : name + "[]");
    }

    /** The type of a parameter with that value, which may be the sample of an array, at that place. */
    static ParameterType of(@Nullable Object value, Place place) {
        if (value == null) {
            return place == Place.UNTOLD ? TEXT : INFERRED;
        }
        if (value instanceof String || value instanceof Character || value instanceof Enum<?>) {
            return place == Place.UNTOLD || place == Place.JOINED ? TEXT : INFERRED;
        }
        ParameterType known = TYPES.get(value.getClass());
        if (known != null) {
            boolean stored = place == Place.ASSIGNED || place == Place.SELECTED;
            boolean cast = place == Place.UNTOLD; // to json perhaps
            return value instanceof Json && (stored || cast) ? JSON : known;
        }
        if (value instanceof List<?> elements) {
            return elements.isEmpty() ? INFERRED : arrayOf(elements.get(0), place);
        }
        return value.getClass().isArray() ? withoutElements(value.getClass()) : TEXT;
    }

    private static ParameterType arrayOf(@Nullable Object element, Place place) {
        boolean told = place == Place.OPERAND || place == Place.ASSIGNED;
        boolean inferred = element == null || (element instanceof String && told);
        Place alone = element instanceof Json ? Place.OTHER : Place.UNTOLD;
        return inferred ? INFERRED : arrayOf(of(element, alone).array);
    }

    private static ParameterType arrayOf(@Nullable ParameterType array) {
        return Objects.requireNonNullElse(array, INFERRED);
    }

    private static ParameterType withoutElements(Class<?> array) {
        Class<?> component =
                MethodType.methodType(array.getComponentType()).wrap().returnType();
        boolean instant = component == Instant.class || component == ZonedDateTime.class;
        ParameterType element = TYPES.get(instant ? OffsetDateTime.class : component);
        return element == null ? INFERRED : arrayOf(element.emptyArray);
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
