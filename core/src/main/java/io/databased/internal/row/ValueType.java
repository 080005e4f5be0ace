package io.databased.internal.row;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A declared type as far as values are read as it: a class, and what it holds.
 *
 * @param arguments of {@code List<Long>} the {@code Long}, of an array of those the list; empty where nothing is said
 */
record ValueType(Class<?> type, List<ValueType> arguments) {
    static ValueType of(Class<?> type) {
        return new ValueType(type, List.of());
    }

    /** The type as it is in a class that extends where it was declared: there {@code T} may be known. */
    static ValueType of(Type declared, Class<?> within) {
        return of(declared, variables(within));
    }

    /** What the superclasses of a class have in place of their type variables. */
    private static Map<TypeVariable<?>, ValueType> variables(Class<?> type) {
        Map<TypeVariable<?>, ValueType> known = new HashMap<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            if (each.getGenericSuperclass() instanceof ParameterizedType parent) {
                TypeVariable<?>[] variables = each.getSuperclass().getTypeParameters();
                for (int i = 0; i < variables.length; i++) {
                    known.put(variables[i], of(parent.getActualTypeArguments()[i], known));
                }
            }
        }
        return known;
    }

    private static ValueType of(Type type, Map<TypeVariable<?>, ValueType> known) {
        if (type instanceof ParameterizedType parameterized) {
            Class<?> raw = (Class<?>) parameterized.getRawType();
            boolean open = Arrays.stream(parameterized.getActualTypeArguments()).anyMatch(ValueType::isAnything);
            return open ? of(raw) : new ValueType(raw, all(parameterized.getActualTypeArguments(), known));
        }
        if (type instanceof GenericArrayType array) {
            ValueType component = of(array.getGenericComponentType(), known);
            return new ValueType(component.type.arrayType(), List.of(component));
        }
        if (type instanceof WildcardType wildcard) {
            return of(wildcard.getUpperBounds()[0], known);
        }
        if (type instanceof TypeVariable<?> variable) {
            ValueType found = known.get(variable);
            return found != null ? found : of(erasure(variable));
        }
        return of((Class<?>) type);
    }

    private static List<ValueType> all(Type[] types, Map<TypeVariable<?>, ValueType> known) {
        return Arrays.stream(types).map(type -> of(type, known)).toList();
    }

    private static boolean isAnything(Type type) {
        return type instanceof WildcardType wildcard && wildcard.getUpperBounds()[0] == Object.class;
    }

    /** Of the bound alone, which may speak of the variable itself: {@code T extends Comparable<T>}. */
    private static Class<?> erasure(Type bound) {
        if (bound instanceof TypeVariable<?> variable) {
            return erasure(variable.getBounds()[0]);
        }
        return bound instanceof ParameterizedType parameterized
                ? (Class<?>) parameterized.getRawType()
                : (Class<?>) bound;
    }

    /** Whether it is what a list with elements of a known type is given to. */
    boolean isList() {
        return arguments.size() == 1 && Iterable.class.isAssignableFrom(type) && type.isAssignableFrom(List.class);
    }

    /** As it is written in Java. */
    @Override
    public String toString() {
        return arguments.isEmpty() || type.isArray()
                ? type.getTypeName()
                : type.getTypeName()
                        + arguments.stream().map(ValueType::toString).collect(Collectors.joining(", ", "<", ">"));
    }
}
