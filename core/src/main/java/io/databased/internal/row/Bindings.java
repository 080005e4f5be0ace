package io.databased.internal.row;

import io.databased.Converter;
import io.databased.InvalidQueryException;
import io.databased.Json;
import io.databased.internal.failure.ClassNames;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How values are bound, by class: a converter of exactly that class, then the standard classes, then converters of its
 * ancestors, then enums, collections and arrays.
 */
final class Bindings {
    private static final Set<Class<?>> AS_IS = Set.of(
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
            OffsetTime.class,
            OffsetDateTime.class,
            Duration.class,
            UUID.class);

    /** What to do with values that are often bound by mistake, by the name of their class: java.sql need not be there. */
    private static final Map<String, String> REMEDIES = Map.of(
            "java.util.Optional", "bind its value, or null: orElse(null)",
            "java.util.Date", "bind its toInstant()",
            "java.util.GregorianCalendar", "bind its toZonedDateTime()",
            "java.sql.Timestamp", "bind its toLocalDateTime() or its toInstant()",
            "java.sql.Date", "bind its toLocalDate()",
            "java.sql.Time", "bind its toLocalTime()");

    private final Converters converters;
    private final Map<Class<?>, Binding> known = new ConcurrentHashMap<>();

    Bindings(Converters converters) {
        this.converters = converters;
    }

    Binding of(Class<?> type) {
        Binding binding = known.get(type);
        return binding != null ? binding : known.computeIfAbsent(type, this::find);
    }

    private Binding find(Class<?> type) {
        Converter<?, ?> exact = converters.exactly(type);
        if (exact != null) {
            return converted(exact);
        }
        Converter<?, ?> nearest = standard(type) != null ? null : converters.nearest(type);
        return nearest != null ? converted(nearest) : unconverted(type);
    }

    private Binding unconverted(Class<?> type) {
        Binding standard = standard(type);
        if (standard != null) {
            return standard;
        }
        if (Enum.class.isAssignableFrom(type)) {
            return value -> ((Enum<?>) value).name();
        }
        if (Collection.class.isAssignableFrom(type)) {
            return value -> list((Collection<?>) value);
        }
        return type.isArray() ? value -> list(elements(value)) : refused(type);
    }

    /** What the converter makes of the value, bound in turn, by anything but a converter. */
    private Binding converted(Converter<?, ?> converter) {
        @SuppressWarnings("unchecked") // only values of the converter's type come here
        Converter<Object, ?> unchecked = (Converter<Object, ?>) converter;
        return value -> {
            Object stored = store(unchecked, value);
            return requireStorable(unconverted(stored.getClass()).bind(stored));
        };
    }

    private static Object store(Converter<Object, ?> converter, Object value) {
        Object stored;
        try {
            stored = converter.toDatabase(value);
        } catch (RuntimeException e) {
            throw new InvalidQueryException(
                    "the converter of " + converter.type().getTypeName() + " failed to make a "
                            + converter.databaseType().getTypeName() + "; see the cause",
                    e);
        }
        if (stored == null) {
            throw new InvalidQueryException("the converter of "
                    + converter.type().getTypeName() + " gave null; to bind NULL, give null in place of the value");
        }
        return stored;
    }

    private List<@Nullable Object> list(Collection<?> elements) {
        List<@Nullable Object> bound = new ArrayList<>(elements.size());
        for (Object element : elements) {
            bound.add(
                    element == null
                            ? null
                            : requireStorable(of(element.getClass()).bind(element)));
        }
        return Collections.unmodifiableList(bound);
    }

    private static List<@Nullable Object> elements(Object array) {
        int length = Array.getLength(array);
        List<@Nullable Object> elements = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            elements.add(Array.get(array, i));
        }
        return elements;
    }

    private static Binding refused(Class<?> type) {
        String remedy = REMEDIES.get(type.getName());
        if (remedy == null) {
            remedy = (type.isRecord()
                            ? "to give its components to :names, write sql(…).bind(record)"
                            : "bind a type that databases know")
                    + ", or register a Converter for it with the DatabaseBuilder";
        }
        String said = remedy;
        return value -> {
            throw new InvalidQueryException("a " + ClassNames.of(type) + " cannot be bound; " + said);
        };
    }

    /** Texts that come as such were checked with the SQL they are bound to; this is for those made here. */
    private static Object requireStorable(Object value) {
        String text = value instanceof String || value instanceof Json ? value.toString() : "";
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new InvalidQueryException(
                    "a text to bind holds a NUL or half of a surrogate pair; databases cannot keep"
                            + " these in text, bind bytes instead");
        }
        return value;
    }

    private static OffsetDateTime utc(Instant instant) {
        try {
            return instant.atOffset(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new InvalidQueryException(
                    "an Instant of the first or last year there is, like Instant.MAX, has no date to"
                            + " bind; bind null, or a date that the database can hold");
        }
    }

    private static @Nullable Binding standard(Class<?> type) {
        if (AS_IS.contains(type)) {
            return Binding.AS_IS;
        }
        if (type == Json.class) {
            return Bindings::requireStorable;
        }
        if (type == Character.class) {
            return value -> requireStorable(value.toString());
        }
        if (type == Instant.class) {
            return value -> utc((Instant) value);
        }
        return type == ZonedDateTime.class ? value -> ((ZonedDateTime) value).toOffsetDateTime() : null;
    }
}
