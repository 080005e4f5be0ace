package io.databased.internal.row;

import io.databased.MappingException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a component of a record, or a property of a bean, holds a value that may be NULL.
 *
 * @param type the class that the value is read as
 * @param absent what stands for NULL
 * @param wrap makes what holds a value of it; null if that is the value itself
 */
record Presence(
        Class<?> type, @Nullable Object absent, @Nullable Function<Object, Object> wrap) {

    static Presence of(Slot slot, Conversions conversions) {
        Class<?> type = slot.type();
        if (conversions.areConverted(type)) {
            return new Presence(type, null, null);
        }
        if (type == Optional.class) {
            return new Presence(valueType(slot), Optional.empty(), Optional::of);
        }
        if (type == OptionalInt.class) {
            return new Presence(int.class, OptionalInt.empty(), value -> OptionalInt.of((Integer) value));
        }
        if (type == OptionalLong.class) {
            return new Presence(long.class, OptionalLong.empty(), value -> OptionalLong.of((Long) value));
        }
        return type == OptionalDouble.class
                ? new Presence(double.class, OptionalDouble.empty(), value -> OptionalDouble.of((Double) value))
                : new Presence(type, null, null);
    }

    private static Class<?> valueType(Slot slot) {
        Type declared = slot.genericType();
        Type value = declared instanceof ParameterizedType optional ? optional.getActualTypeArguments()[0] : declared;
        if (value instanceof Class<?> type && type != Optional.class) {
            return type;
        }
        throw new MappingException(slot.kind().word + " " + slot
                + " is an Optional without a class of its value; declare one, as in Optional<String>");
    }

    Object held(Object value) {
        return wrap == null ? value : wrap.apply(value);
    }
}
