package io.databased.internal.row;

import io.databased.MappingException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a component of a record, or a property of a bean, holds a value that may be NULL.
 *
 * @param type what the value is read as
 * @param absent what stands for NULL
 * @param wrap makes what holds a value of it; null if that is the value itself
 */
record Presence(
        ValueType type, @Nullable Object absent, @Nullable Function<Object, Object> wrap) {

    static Presence of(Slot slot, Conversions conversions) {
        Class<?> type = slot.type();
        if (conversions.areConverted(type)) {
            return new Presence(slot.declared(), null, null);
        }
        if (type == Optional.class) {
            return new Presence(valueType(slot), Optional.empty(), Optional::of);
        }
        if (type == OptionalInt.class) {
            return new Presence(ValueType.of(int.class), OptionalInt.empty(), value -> OptionalInt.of((Integer) value));
        }
        if (type == OptionalLong.class) {
            return new Presence(ValueType.of(long.class), OptionalLong.empty(), value -> OptionalLong.of((Long) value));
        }
        return type == OptionalDouble.class
                ? new Presence(
                        ValueType.of(double.class), OptionalDouble.empty(), value -> OptionalDouble.of((Double) value))
                : new Presence(slot.declared(), null, null);
    }

    private static ValueType valueType(Slot slot) {
        List<ValueType> value = slot.declared().arguments();
        if (!value.isEmpty() && value.get(0).type() != Optional.class) {
            return value.get(0);
        }
        throw new MappingException(slot.kind().word + " " + slot
                + " is an Optional without a class of its value; declare one, as in Optional<String>");
    }

    Object held(Object value) {
        return wrap == null ? value : wrap.apply(value);
    }
}
