package io.databased.internal.row;

import io.databased.Converter;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How values are read, by the type that is asked for: a converter of exactly that class, then the standard classes, then
 * enums, arrays, and lists whose elements have a type; any other class takes the values that are instances of it.
 */
final class Readings {
    private static final int SHOWN_CONSTANTS = 8;

    private final Converters converters;
    private final Map<ValueType, Reading> known = new ConcurrentHashMap<>();

    Readings(Converters converters) {
        this.converters = converters;
    }

    Reading of(ValueType type) {
        Reading reading = known.get(type);
        return reading != null ? reading : known.computeIfAbsent(type, this::find);
    }

    boolean areConverted(Class<?> type) {
        return converters.exactly(type) != null;
    }

    private Reading find(ValueType type) {
        Class<?> boxed = boxed(type.type());
        Converter<?, ?> converter = converters.exactly(boxed);
        if (converter != null) {
            return new Reading(
                    type,
                    converted(converter),
                    value -> "its converter takes a " + converter.databaseType().getTypeName(),
                    null);
        }
        boolean standard = standard(boxed) != null || boxed.isArray() || type.isList();
        return new Reading(
                type, unconverted(type), standard ? value -> Temporals.remedy(boxed, value) : remedy(boxed), boxed);
    }

    /** What to ask for in place of classes that are often asked for, by their name: java.sql need not be there. */
    private static final Map<String, String> BETTER = Map.of(
            "java.util.Date", "an Instant or a LocalDateTime",
            "java.util.Calendar", "an Instant or a LocalDateTime",
            "java.sql.Timestamp", "an Instant or a LocalDateTime",
            "java.sql.Date", "a LocalDate",
            "java.sql.Time", "a LocalTime",
            "io.databased.Row", "rows: leave value(…) out");

    /** What to do about a value that is not read as this class, which is no standard one. */
    private static Function<Object, String> remedy(Class<?> type) {
        String better = BETTER.get(type.getName());
        String remedy = better == null
                ? "register a Converter for that type with the DatabaseBuilder, or ask for another"
                : "ask for " + better;
        if (type.isRecord()) {
            remedy = "to fill a record from a whole row use mapTo(" + type.getSimpleName()
                    + ".class); for one column register a Converter with the DatabaseBuilder";
        } else if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            remedy = "it is read from the names ["
                    + Arrays.stream(constants)
                            .limit(SHOWN_CONSTANTS)
                            .map(constant -> ((Enum<?>) constant).name())
                            .collect(Collectors.joining(", "))
                    + (constants.length > SHOWN_CONSTANTS ? ", …]" : "]");
        }
        String said = remedy;
        return value -> said;
    }

    private Conversion conversion(ValueType type) {
        Converter<?, ?> converter = converters.exactly(boxed(type.type()));
        return converter != null ? converted(converter) : unconverted(type);
    }

    private Conversion unconverted(ValueType type) {
        if (type.isList()) {
            return list(type.arguments().get(0));
        }
        return type.type().isArray() && !type.arguments().isEmpty()
                ? array(
                        type.type().getComponentType(),
                        conversion(type.arguments().get(0)))
                : unconverted(boxed(type.type()));
    }

    private Conversion unconverted(Class<?> type) {
        Conversion conversion = standard(type);
        if (conversion != null) {
            return conversion;
        }
        if (type.isEnum()) {
            return constants(type);
        }
        return type.isArray()
                ? array(type.getComponentType(), conversion(ValueType.of(type.getComponentType())))
                : value -> type.isInstance(value) ? value : null;
    }

    private Conversion converted(Converter<?, ?> converter) {
        @SuppressWarnings("unchecked") // the value was converted to the converter's database type
        Converter<?, Object> unchecked = (Converter<?, Object>) converter;
        Conversion stored = unconverted(boxed(converter.databaseType()));
        return value -> {
            Object converted = stored.convert(value);
            return converted == null ? null : unchecked.fromDatabase(converted);
        };
    }

    private static Conversion constants(Class<?> type) {
        Map<String, Object> constants = new HashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), constant);
        }
        return value -> value instanceof String name ? constants.get(name) : null;
    }

    private Conversion list(ValueType element) {
        Conversion array = array(Object.class, conversion(element));
        return value -> {
            Object elements = array.convert(value);
            return elements == null ? null : Collections.unmodifiableList(Arrays.asList((Object[]) elements));
        };
    }

    private static Conversion array(Class<?> component, Conversion element) {
        return value -> {
            if (!(value instanceof List<?> list)) {
                return null;
            }
            Object array = Array.newInstance(component, list.size());
            for (int i = 0; i < list.size(); i++) {
                Object stored = list.get(i);
                Object converted = stored == null ? null : element.convert(stored);
                if (converted == null && (stored != null || component.isPrimitive())) {
                    return null;
                }
                Array.set(array, i, converted);
            }
            return array;
        };
    }

    static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    private static @Nullable Conversion standard(Class<?> type) {
        Conversion number = Numbers.conversion(type);
        if (number != null) {
            return number;
        }
        Conversion scalar = Scalars.conversion(type);
        return scalar != null ? scalar : Temporals.conversion(type);
    }
}
