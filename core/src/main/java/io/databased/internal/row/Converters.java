package io.databased.internal.row;

import io.databased.Converter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The converters of the user, each under its type. */
final class Converters {
    private final Map<Class<?>, Converter<?, ?>> byType = new LinkedHashMap<>();

    Converters(List<? extends Converter<?, ?>> converters) {
        for (Converter<?, ?> converter : converters) {
            Class<?> type = Readings.boxed(Objects.requireNonNull(converter.type(), "type of the converter"));
            Objects.requireNonNull(converter.databaseType(), "databaseType of the converter");
            if (byType.putIfAbsent(type, converter) != null) {
                throw new IllegalArgumentException("two converters for " + type.getTypeName() + "; give one");
            }
        }
    }

    boolean isEmpty() {
        return byType.isEmpty();
    }

    /** The converter of this very type. */
    @Nullable
    Converter<?, ?> exactly(Class<?> type) {
        return byType.get(type);
    }

    /** The converter of the closest superclass, else the first one given for an interface of the type. */
    @Nullable
    Converter<?, ?> nearest(Class<?> type) {
        for (Class<?> ancestor = type.getSuperclass(); ancestor != null; ancestor = ancestor.getSuperclass()) {
            Converter<?, ?> converter = byType.get(ancestor);
            if (converter != null) {
                return converter;
            }
        }
        for (Map.Entry<Class<?>, Converter<?, ?>> entry : byType.entrySet()) {
            if (entry.getKey().isAssignableFrom(type)) {
                return entry.getValue();
            }
        }
        return null;
    }
}
