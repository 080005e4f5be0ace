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
import org.jspecify.annotations.Nullable;

/**
 * How values are read, by the type that is asked for: a converter of exactly that class, then the standard classes, then
 * enums, arrays, and lists whose elements have a type; any other class takes the values that are instances of it.
 */
final class Readings {
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
                    "its converter takes a " + converter.databaseType().getTypeName(),
                    null);
        }
        boolean standard = standard(boxed) != null || boxed.isEnum() || boxed.isArray() || type.isList();
        return new Reading(
                type,
                unconverted(type),
                standard
                        ? "ask for a type that can hold it"
                        : "register a Converter for that type with the DatabaseBuilder, or ask for another",
                boxed);
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
