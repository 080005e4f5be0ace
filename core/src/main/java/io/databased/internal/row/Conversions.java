package io.databased.internal.row;

import io.databased.Converter;
import io.databased.InvalidQueryException;
import io.databased.MappingException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All conversions of one database, both ways: those of the user and the standard ones. Thread-safe.
 *
 * <p>To the database, {@link java.time.Instant} goes as its {@link java.time.OffsetDateTime} in UTC and {@link
 * java.time.ZonedDateTime} as the one of its offset; enums and characters go as text, collections and arrays as lists.
 * From the database, a {@code double} becomes the shortest decimal that stands for it.
 */
public final class Conversions {
    private final Bindings bindings;
    private final Readings readings;
    private final boolean standard;

    private Conversions(Converters converters) {
        this.standard = converters.isEmpty();
        this.bindings = new Bindings(converters);
        this.readings = new Readings(converters);
    }

    /** @throws IllegalArgumentException if two converters are of one type */
    public static Conversions of(List<? extends Converter<?, ?>> converters) {
        return new Conversions(new Converters(converters));
    }

    /** Whether none is the user's. */
    public boolean areStandard() {
        return standard;
    }

    /**
     * The values as backends bind them: the same array if they are that already.
     *
     * @throws InvalidQueryException if a value cannot be bound
     */
    public @Nullable Object[] toDatabase(@Nullable Object[] values) {
        @Nullable Object[] bound = values;
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            Object stored = toDatabase(value);
            if (stored != value) {
                bound = bound == values ? Arrays.copyOf(values, values.length, Object[].class) : bound;
                bound[i] = stored;
            }
        }
        return bound;
    }

    /** @throws InvalidQueryException if the value cannot be bound */
    public @Nullable Object toDatabase(@Nullable Object value) {
        return value == null ? null : bindings.of(value.getClass()).bind(value);
    }

    /**
     * The value as a {@code T}, where nothing is lost; {@code int.class} and the like are read as their boxes.
     *
     * @param column names the value in messages
     * @throws MappingException if it does not convert
     */
    @SuppressWarnings("unchecked") // a reading gives instances of its type; Class.cast does not know primitives
    public <T> @Nullable T fromDatabase(@Nullable Object value, Class<T> type, String column) {
        return value == null ? null : (T) readings.of(ValueType.of(type)).read(value, column);
    }

    /** Whether the user has a converter of exactly that class. */
    boolean areConverted(Class<?> type) {
        return readings.areConverted(type);
    }

    Reading reading(ValueType type) {
        return readings.of(type);
    }
}
