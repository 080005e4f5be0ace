package io.databased.internal.row;

import io.databased.InvalidQueryException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The components of a record as the values of named parameters. A parameter takes the component of its name, else the one
 * that has this name without regard to case and underscores, as columns and components find each other. A record may have
 * more components than the statement has parameters.
 */
public final class RecordValues {
    private RecordValues() {}

    /**
     * The values for those of the names that the record has.
     *
     * @param over values that take the place of components, or are added; all of them are there in the end
     * @throws InvalidQueryException if the record is not open to this library, or an accessor throws
     */
    public static Map<String, @Nullable Object> of(Record values, Set<String> names, Map<String, ?> over) {
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        RecordComponent[] components = values.getClass().getRecordComponents();
        for (String name : names) {
            RecordComponent component = over.containsKey(name) ? null : find(name, components);
            if (component != null) {
                found.put(name, read(values, component.getAccessor()));
            }
        }
        found.putAll(over);
        return found;
    }

    private static @Nullable RecordComponent find(String name, RecordComponent[] components) {
        for (RecordComponent component : components) {
            if (component.getName().equals(name)) {
                return component;
            }
        }
        String plain = RecordColumns.plain(name);
        for (RecordComponent component : components) {
            if (RecordColumns.plain(component.getName()).equals(plain)) {
                return component;
            }
        }
        return null;
    }

    private static @Nullable Object read(Record values, Method accessor) {
        Class<?> type = values.getClass();
        if (!accessor.trySetAccessible()) {
            throw new InvalidQueryException(RecordMapping.closed(type));
        }
        try {
            return accessor.invoke(values);
        } catch (InvocationTargetException e) {
            throw new InvalidQueryException(
                    accessor.getName() + "() of " + type.getTypeName() + " failed; see the cause", e.getCause());
        } catch (IllegalAccessException e) {
            throw new InvalidQueryException("no access to " + accessor.getName() + "() of " + type.getTypeName(), e);
        }
    }
}
