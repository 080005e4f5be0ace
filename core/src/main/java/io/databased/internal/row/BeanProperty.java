package io.databased.internal.row;

import io.databased.MappingException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
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
        Map<String, List<Method>> setters = new TreeMap<>();
        for (Method method : type.getMethods()) {
            String name = method.getName();
            if (name.startsWith("set")
                    && name.length() > 3
                    && method.getParameterCount() == 1
                    && !Modifier.isStatic(method.getModifiers())
                    && !method.isSynthetic()) {
                String property = Character.toLowerCase(name.charAt(3)) + name.substring(4);
                setters.computeIfAbsent(property, any -> new ArrayList<>()).add(method);
            }
        }
        List<BeanProperty> properties = new ArrayList<>(setters.size());
        setters.forEach((name, overloaded) -> properties.add(new BeanProperty(name, only(type, name, overloaded))));
        return properties;
    }

    /** Of several setters the one whose type the getter has. */
    private static Method only(Class<?> type, String name, List<Method> setters) {
        if (setters.size() == 1) {
            return setters.get(0);
        }
        Method getter = getter(type, "get", name);
        Class<?> wanted = getter == null ? null : getter.getReturnType();
        for (Method setter : setters) {
            if (setter.getParameterTypes()[0] == wanted) {
                return setter;
            }
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
                setter.getParameterTypes()[0],
                setter.getGenericParameterTypes()[0]);
    }

    private static @Nullable Method getter(Class<?> type, String prefix, String property) {
        try {
            return type.getMethod(prefix + Character.toUpperCase(property.charAt(0)) + property.substring(1));
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
