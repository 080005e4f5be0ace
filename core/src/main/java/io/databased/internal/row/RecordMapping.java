package io.databased.internal.row;

import io.databased.MappingException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes records of one class from rows of one shape. Looked up and checked once, so that a row costs only its values. */
final class RecordMapping<R extends Record> {
    private final Class<R> type;
    private final Constructor<R> constructor;
    private final Component[] components;
    private final boolean inOrder; // the columns are the components, one by one

    /** Where a component comes from, and how. */
    private record Component(RecordComponent component, int index, String column, Reading reading, Presence presence) {}

    private RecordMapping(Class<R> type, Constructor<R> constructor, Component[] components, boolean inOrder) {
        this.type = type;
        this.constructor = constructor;
        this.components = components;
        this.inOrder = inOrder;
    }

    static <R extends Record> RecordMapping<R> of(Class<R> type, RowShape shape) {
        RecordComponent[] declared = type.getRecordComponents();
        if (declared == null) {
            throw new MappingException(
                    type.getTypeName() + " is not a record class; give one, or map the row yourself");
        }
        int[] indexes = RecordColumns.of(type, declared, shape);
        Component[] components = new Component[declared.length];
        boolean wraps = false;
        for (int i = 0; i < declared.length; i++) {
            Presence presence = Presence.of(declared[i], shape.conversions());
            Reading reading = shape.conversions().reading(presence.type());
            components[i] = new Component(declared[i], indexes[i], shape.nameOf(indexes[i]), reading, presence);
            wraps |= presence.wrap() != null;
        }
        boolean inOrder = !wraps
                && Arrays.equals(
                        indexes, IntStream.range(0, shape.columns().size()).toArray());
        return new RecordMapping<>(type, constructor(type, declared), components, inOrder);
    }

    Class<R> type() {
        return type;
    }

    R map(@Nullable Object[] values) {
        try {
            return constructor.newInstance(inOrder && arePlain(values) ? values : arguments(values));
        } catch (InvocationTargetException e) {
            throw refusal(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw refusal(e);
        }
    }

    /** Whether the constructor takes the values as they are. */
    private boolean arePlain(@Nullable Object[] values) {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value == null || !components[i].reading.isPlain(value)) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Object[] arguments(@Nullable Object[] values) {
        @Nullable Object[] arguments = new Object[components.length];
        for (int i = 0; i < arguments.length; i++) {
            Component component = components[i];
            Object value = values[component.index];
            arguments[i] = value == null
                    ? absent(component)
                    : component.presence.held(component.reading.read(value, component.column));
        }
        return arguments;
    }

    private MappingException refusal(@Nullable Throwable why) {
        if (why instanceof Error error) {
            throw error;
        }
        return new MappingException("the constructor of " + type.getTypeName() + " refused a row; see the cause", why);
    }

    private @Nullable Object absent(Component source) {
        RecordComponent component = source.component;
        if (component.getType().isPrimitive()) {
            throw new MappingException("column \"" + source.column + "\" is NULL, and " + component.getName() + " of "
                    + type.getTypeName() + " is of type " + component.getType() + "; declare it with a class that"
                    + " takes null, or as an Optional");
        }
        return source.presence.absent();
    }

    /** The canonical constructor. */
    private static <R extends Record> Constructor<R> constructor(Class<R> type, RecordComponent[] components) {
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = components[i].getType();
        }
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            if (!constructor.trySetAccessible()) {
                throw new MappingException(closed(type));
            }
            return constructor;
        } catch (ReflectiveOperationException e) {
            throw new MappingException("no access to the canonical constructor of " + type.getTypeName(), e);
        }
    }

    /** What to do with a record that is hidden in its module. */
    static String closed(Class<?> type) {
        return type.getTypeName()
                + " is not open to this library; make it public in an exported package, or add \"opens "
                + type.getPackageName() + " to io.databased\" to the module "
                + type.getModule().getName();
    }
}
