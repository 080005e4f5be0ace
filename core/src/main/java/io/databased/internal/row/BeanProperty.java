package io.databased.internal.row;

import io.databased.MappingException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A property of a bean that can be set. What the setter returns does not matter: it may be the bean itself.
 *
 * @param name {@code title} of {@code setTitle}
 */
record BeanProperty(String name, Method setter) {
    /** In the order of their names, inherited ones too. */
    static List<BeanProperty> of(Class<?> type) {
        Map<String, Map<Class<?>, Method>> setters = new TreeMap<>();
        for (Method method : type.getMethods()) {
            String name = method.getName();
            if (name.startsWith("set")
                    && name.length() > 3
                    && method.getParameterCount() == 1
                    && !Modifier.isStatic(method.getModifiers())) {
                String property = Character.toLowerCase(name.charAt(3)) + name.substring(4);
                Method setter = written(method);
                setters.computeIfAbsent(property, any -> new LinkedHashMap<>())
                        .putIfAbsent(
                                ValueType.of(setter.getGenericParameterTypes()[0], type)
                                        .type(),
                                setter);
            }
        }
        List<BeanProperty> properties = new ArrayList<>(setters.size());
        setters.forEach((name, overloaded) -> properties.add(new BeanProperty(name, only(type, name, overloaded))));
        return properties;
    }

    /**
     * The method as its author wrote it, which knows its generic types. The compiler makes another one where the author's is
     * in a superclass that is not public, or is generic there.
     */
    private static Method written(Method method) {
        for (Class<?> type = method.getDeclaringClass();
                method.isBridge() && type != null;
                type = type.getSuperclass()) {
            for (Method declared : type.getDeclaredMethods()) {
                if (!declared.isBridge()
                        && declared.getName().equals(method.getName())
                        && Arrays.equals(declared.getParameterTypes(), method.getParameterTypes())) {
                    return declared;
                }
            }
        }
        return method;
    }

    /** Of several setters the one whose type the getter has. */
    private static Method only(Class<?> type, String name, Map<Class<?>, Method> setters) {
        if (setters.size() == 1) {
            return setters.values().iterator().next();
        }
        Method getter = getter(type, "get", name);
        Method setter = getter == null
                ? null
                : setters.get(ValueType.of(written(getter).getGenericReturnType(), type)
                        .type());
        if (setter != null) {
            return setter;
        }
        throw new MappingException("property " + name + " of " + type.getTypeName() + " has " + setters.size()
                + " setters, and no getter that tells which one counts; map the row yourself");
    }

    /** A property whose getter is {@code isOpen()} may be meant by the name {@code isOpen}, as it is in Kotlin. */
    Slot slot(Class<?> type) {
        Method is = getter(type, "is", name);
        return new Slot(
                type,
                Slot.Kind.PROPERTY,
                name,
                is == null ? null : is.getName(),
                ValueType.of(setter.getGenericParameterTypes()[0], type));
    }

    private static @Nullable Method getter(Class<?> type, String prefix, String property) {
        try {
            return type.getMethod(prefix + Character.toUpperCase(property.charAt(0)) + property.substring(1));
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
