package io.databased.internal.row;

import io.databased.Converter;
import io.databased.InvalidQueryException;
import io.databased.MappingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conversions of one database, both ways: what is built in, and its users' converters. Any thread may ask. */
public final class Conversions {
    private final Encoders encoders;
    private final Decoders decoders;

    /** Of two converters of one class, the later one counts. */
    public Conversions(List<Converter<?, ?>> converters) {
        Map<Class<?>, Converter<?, ?>> byType = new LinkedHashMap<>();
        for (Converter<?, ?> converter : converters) {
            byType.put(converter.type(), converter);
        }
        this.encoders = new Encoders(byType);
        this.decoders = new Decoders(byType);
    }

    /**
     * The values in the types that backends bind, in a new array.
     *
     * @throws InvalidQueryException if there is no way to bind a value's class
     */
    public @Nullable Object[] toDatabase(List<@Nullable Object> values) {
        @Nullable Object[] encoded = new @Nullable Object[values.size()];
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] = encoders.encode(values.get(i));
        }
        return encoded;
    }

    /**
     * The value as a {@code T}, a primitive class meaning its wrapper; null for null.
     *
     * @throws MappingException if it does not convert, or not without loss
     */
    @SuppressWarnings("unchecked") // a decoder gives its class; Class.cast refuses primitive ones
    public <T> @Nullable T fromDatabase(@Nullable Object value, Class<T> type, String column) {
        return value == null ? null : (T) decode(value, decoders.of(type), type, column);
    }

    Decoder decoder(Class<?> type) {
        return decoders.of(type);
    }

    static Object decode(Object value, Decoder decoder, Class<?> type, String column) {
        Object decoded = decoder.decode(value);
        if (decoded == null) {
            throw new MappingException("column \"" + column + "\": its "
                    + value.getClass().getTypeName() + " does not convert to " + type.getTypeName()
                    + " without loss; ask for a type that holds it, or teach one with DatabaseBuilder.converter");
        }
        return decoded;
    }
}
