package io.databased.internal.row;

import io.databased.Converter;
import io.databased.Json;
import io.databased.MappingException;
import java.lang.invoke.MethodType;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How each class is read from a column, found once a class. Users' converters come before what is built in. */
final class Decoders {
    private final Map<Class<?>, Converter<?, ?>> converters;
    private final ConcurrentHashMap<Class<?>, Decoder> known = new ConcurrentHashMap<>();

    Decoders(Map<Class<?>, Converter<?, ?>> converters) {
        this.converters = converters;
    }

    /** For a primitive class: the one of its wrapper. */
    Decoder of(Class<?> type) {
        Decoder decoder = known.get(type);
        if (decoder == null) {
            decoder = find(MethodType.methodType(type).wrap().returnType());
            known.put(type, decoder);
        }
        return decoder;
    }

    private Decoder find(Class<?> type) {
        Converter<?, ?> converter = converters.get(type);
        return converter == null ? builtIn(type) : converted(converter);
    }

    /** The converter is given what is built in, not what another one made. */
    private static Decoder converted(Converter<?, ?> converter) {
        @SuppressWarnings("unchecked") // given nothing but what was decoded to its database type
        Converter<?, Object> typed = (Converter<?, Object>) converter;
        Decoder stored =
                builtIn(MethodType.methodType(converter.databaseType()).wrap().returnType());
        return value -> {
            Object decoded = stored.decode(value);
            try {
                return decoded == null ? null : typed.fromDatabase(decoded);
            } catch (RuntimeException e) {
                throw new MappingException(
                        "the converter of " + typed.type().getTypeName() + " failed to read a value of type "
                                + decoded.getClass().getTypeName() + "; see the cause",
                        e);
            }
        };
    }

    private static Decoder builtIn(Class<?> type) {
        Decoder conversion = conversion(type);
        return value -> type.isInstance(value) ? value : conversion.decode(value);
    }

    private static Decoder conversion(Class<?> type) {
        Decoder conversion = Numbers.to(type);
        if (conversion == null) {
            conversion = Times.to(type);
        }
        if (conversion != null) {
            return conversion;
        } else if (type == String.class) {
            return Decoders::toText;
        } else if (type == Boolean.class) {
            return Decoders::toBoolean;
        } else if (type == Character.class) {
            return value -> value instanceof String text && text.length() == 1 ? text.charAt(0) : null;
        } else if (type == UUID.class) {
            return Uuids::decode;
        } else if (type == Json.class) {
            return value -> value instanceof String text ? new Json(text) : null;
        } else if (type.isEnum()) {
            return toConstant(type);
        }
        return value -> null;
    }

    private static @Nullable Object toText(Object value) {
        boolean scalar = value instanceof Number
                || value instanceof Boolean
                || value instanceof UUID
                || value instanceof Json
                || Times.isTime(value);
        return scalar ? value.toString() : null;
    }

    private static @Nullable Object toBoolean(Object value) {
        if (value instanceof String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "t" -> true;
                case "false", "f" -> false;
                default -> null;
            };
        }
        Long number = value instanceof Number ? Numbers.toLong(value) : null;
        return number == null || number < 0 || number > 1 ? null : number == 1;
    }

    private static Decoder toConstant(Class<?> type) {
        Map<String, Object> constants = new ConcurrentHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), constant);
        }
        return value -> value instanceof String name ? constants.get(name) : null;
    }
}
