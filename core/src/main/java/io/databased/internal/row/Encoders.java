package io.databased.internal.row;

import io.databased.Converter;
import io.databased.InvalidQueryException;
import io.databased.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How each class of parameter is bound, found once a class. Users' converters come before what is built in. */
final class Encoders {
    private static final Set<Class<?>> BINDABLE = Set.of(
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            BigInteger.class,
            String.class,
            byte[].class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            UUID.class,
            Json.class,
            Duration.class);

    private final Map<Class<?>, Converter<?, ?>> converters;
    private final ConcurrentHashMap<Class<?>, Encoder> known = new ConcurrentHashMap<>();

    Encoders(Map<Class<?>, Converter<?, ?>> converters) {
        this.converters = converters;
    }

    @Nullable
    Object encode(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        Encoder encoder = known.get(value.getClass());
        if (encoder == null) {
            encoder = find(value.getClass());
            known.put(value.getClass(), encoder);
        }
        return encoder == Encoder.AS_IS ? value : encoder.encode(value);
    }

    private Encoder find(Class<?> type) {
        Converter<?, ?> converter = converterOf(type);
        return converter == null ? builtIn(type) : converted(converter);
    }

    /** What the converter gives is bound as built in, not converted again: a converter may keep the class. */
    private Encoder converted(Converter<?, ?> converter) {
        @SuppressWarnings("unchecked") // found by the value's class
        Converter<Object, ?> typed = (Converter<Object, ?>) converter;
        return value -> {
            Object stored = typed.toDatabase(value);
            return stored == null ? null : builtIn(stored.getClass()).encode(stored);
        };
    }

    /** The converter of the class, or of its nearest superclass, or of an interface. */
    private @Nullable Converter<?, ?> converterOf(Class<?> type) {
        if (converters.isEmpty()) {
            return null;
        }
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            Converter<?, ?> converter = converters.get(c);
            if (converter != null) {
                return converter;
            }
        }
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Class<?> declared : c.getInterfaces()) {
                Converter<?, ?> converter = converterOf(declared);
                if (converter != null) {
                    return converter;
                }
            }
        }
        return null;
    }

    private Encoder builtIn(Class<?> type) {
        if (BINDABLE.contains(type)
                || BigDecimal.class.isAssignableFrom(type)
                || BigInteger.class.isAssignableFrom(type)) {
            return Encoder.AS_IS;
        } else if (type == Character.class) {
            return Object::toString;
        } else if (type == Instant.class) {
            return value -> ((Instant) value).atOffset(ZoneOffset.UTC);
        } else if (type == ZonedDateTime.class) {
            return value -> ((ZonedDateTime) value).toOffsetDateTime();
        } else if (Enum.class.isAssignableFrom(type)) {
            return value -> ((Enum<?>) value).name();
        } else if (Object[].class.isAssignableFrom(type)) {
            return value -> list(Arrays.asList((@Nullable Object[]) value));
        } else if (Collection.class.isAssignableFrom(type)) {
            return value -> list((Collection<?>) value);
        }
        throw new InvalidQueryException("a value of type " + type.getTypeName() + " cannot be bound; " + remedy(type));
    }

    private List<@Nullable Object> list(Collection<? extends @Nullable Object> values) {
        List<@Nullable Object> encoded = new ArrayList<>(values.size());
        for (Object value : values) {
            encoded.add(encode(value));
        }
        return encoded;
    }

    private static String remedy(Class<?> type) {
        if (type == Optional.class) {
            return "bind its value or null: optional.orElse(null)";
        } else if (Date.class.isAssignableFrom(type)) {
            return "bind a type of java.time";
        }
        return "bind a type that databases know, or teach it with DatabaseBuilder.converter";
    }
}
