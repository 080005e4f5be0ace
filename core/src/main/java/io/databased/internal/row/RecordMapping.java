package io.databased.internal.row;

import io.databased.MappingException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes records, by their canonical constructor. */
final class RecordMapping<R> implements RowMapping<R> {
    private final Class<R> type;
    private final Constructor<R> constructor;
    private final Source[] components;
    private final boolean inOrder; // the columns are the components, one by one

    private RecordMapping(Class<R> type, Constructor<R> constructor, Source[] components, boolean inOrder) {
        this.type = type;
        this.constructor = constructor;
        this.components = components;
        this.inOrder = inOrder;
    }

    static <R> RecordMapping<R> of(Class<R> type, RowShape shape) {
        RecordComponent[] declared = type.getRecordComponents();
        List<Slot> slots = Arrays.stream(declared).map(Slot::of).toList();
        List<Source> sources = Source.of(type, slots, shape);
        boolean inOrder = sources.size() == shape.columns().size();
        for (int i = 0; i < sources.size(); i++) {
            Source source = sources.get(i);
            inOrder &= source.index() == i && source.presence().wrap() == null;
        }
        return new RecordMapping<>(type, constructor(type, declared), sources.toArray(Source[]::new), inOrder);
    }

    @Override
    public Class<R> type() {
        return type;
    }

    @Override
    public R map(@Nullable Object[] values) {
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
            if (!components[i].isPlain(values[i])) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Object[] arguments(@Nullable Object[] values) {
        @Nullable Object[] arguments = new Object[components.length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = components[i].of(values);
        }
        return arguments;
    }

    private MappingException refusal(@Nullable Throwable why) {
        if (why instanceof Error error) {
            throw error;
        }
        return new MappingException("the constructor of " + type.getTypeName() + " refused a row; see the cause", why);
    }

    /** The canonical constructor. */
    private static <R> Constructor<R> constructor(Class<R> type, RecordComponent[] components) {
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = components[i].getType();
        }
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            if (!constructor.trySetAccessible()) {
                throw new MappingException(RowMapping.closed(type));
            }
            return constructor;
        } catch (ReflectiveOperationException e) {
            throw new MappingException("no access to the canonical constructor of " + type.getTypeName(), e);
        }
    }
}
