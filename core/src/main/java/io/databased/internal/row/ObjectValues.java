package io.databased.internal.row;

import io.databased.InvalidQueryException;
import io.databased.internal.failure.NearestName;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The components of a record, or the properties of a bean, as the values of named parameters. A parameter takes the one of its
 * name, else the one that has this name without regard to case and underscores, as columns and components find each other. There
 * may be more than the statement has parameters.
 */
public final class ObjectValues {
    /** By class, since it is asked for each row of a batch. */
    private static final ClassValue<Map<String, Method>> ACCESSORS = new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
            return type.isRecord() ? components(type) : getters(type);
        }
    };

    private ObjectValues() {}

    /** Whether it has components or properties; never so for what is a value itself. */
    public static boolean hasAny(@Nullable Object values) {
        return values instanceof Record
                || (values != null && !ACCESSORS.get(values.getClass()).isEmpty());
    }

    /**
     * The values for those of the names that the object has.
     *
     * @param over values that take the place of components, or are added; all of them are there in the end
     * @throws InvalidQueryException if a name has neither, the object is not open to this library, or an accessor throws
     */
    public static Map<String, @Nullable Object> of(Object values, Set<String> names, Map<String, ?> over) {
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        Map<String, Method> accessors = ACCESSORS.get(values.getClass());
        for (String name : names) {
            Method accessor = over.containsKey(name) ? null : find(name, accessors);
            if (accessor != null) {
                found.put(name, read(values, accessor));
            } else if (names.containsAll(over.keySet()) && !over.containsKey(name)) {
                throw absent(name, values.getClass(), accessors.keySet());
            }
        }
        found.putAll(over);
        return found;
    }

    private static InvalidQueryException absent(String name, Class<?> type, Set<String> there) {
        String nearest = NearestName.of(name, there);
        return new InvalidQueryException(":" + name + " has no value: " + type.getTypeName() + " has " + there
                + (nearest == null
                        ? "; add it by bind(name, value)"
                        : "; are :" + name + " and " + nearest + " the same name, written in two ways?"));
    }

    private static Map<String, Method> components(Class<?> type) {
        Map<String, Method> accessors = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            accessors.put(component.getName(), component.getAccessor());
        }
        return accessors;
    }

    /** Of a class of the user's: {@code getTitle()}, {@code isOpen()}, the latter as {@code open} and as {@code isOpen}. */
    private static Map<String, Method> getters(Class<?> type) {
        Map<String, Method> accessors = new LinkedHashMap<>();
        if (type.getClassLoader() == null
                || type.isArray()
                || Map.class.isAssignableFrom(type)
                || Iterable.class.isAssignableFrom(type)
                || type.isEnum()) {
            return accessors;
        }
        for (Method method : type.getMethods()) {
            String name = method.getName();
            if (method.getParameterCount() > 0
                    || Modifier.isStatic(method.getModifiers())
                    || method.getReturnType() == void.class
                    || method.getDeclaringClass() == Object.class) {
                continue;
            }
            if (name.startsWith("get") && name.length() > 3) {
                accessors.put(property(name, 3), method);
            } else if (name.startsWith("is") && name.length() > 2) {
                accessors.put(property(name, 2), method);
                accessors.putIfAbsent(name, method);
            }
        }
        return accessors;
    }

    private static String property(String accessor, int prefix) {
        return Character.toLowerCase(accessor.charAt(prefix)) + accessor.substring(prefix + 1);
    }

    private static @Nullable Method find(String name, Map<String, Method> accessors) {
        Method exact = accessors.get(name);
        if (exact != null) {
            return exact;
        }
        String plain = NamedColumns.plain(name);
        for (Map.Entry<String, Method> accessor : accessors.entrySet()) {
            if (NamedColumns.plain(accessor.getKey()).equals(plain)) {
                return accessor.getValue();
            }
        }
        return null;
    }

    /** A component that may be absent is read as its value, or as null, so that what was read can be bound. */
    private static @Nullable Object held(@Nullable Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.orElse(null);
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : null;
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : null;
        }
        return value instanceof OptionalDouble optional
                ? optional.isPresent() ? (Object) optional.getAsDouble() : null
                : value;
    }

    private static @Nullable Object read(Object values, Method accessor) {
        Class<?> type = values.getClass();
        if (!accessor.trySetAccessible()) {
            throw new InvalidQueryException(RowMapping.closed(type));
        }
        try {
            return held(accessor.invoke(values));
        } catch (InvocationTargetException e) {
            throw new InvalidQueryException(
                    accessor.getName() + "() of " + type.getTypeName() + " failed; see the cause", e.getCause());
        } catch (IllegalAccessException e) {
            throw new InvalidQueryException("no access to " + accessor.getName() + "() of " + type.getTypeName(), e);
        }
    }
}
