package io.databased.internal.row;

import io.databased.MappingException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds the canonical constructor of a record, also of one that is not public if its package lets us. */
final class RecordConstructors {
    private RecordConstructors() {}

    /** The constructor as {@code (Object[]) Record}. */
    static MethodHandle of(Class<? extends Record> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] parameters =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<? extends Record> constructor = type.getDeclaredConstructor(parameters);
            if (!constructor.trySetAccessible()) {
                throw inaccessible(type, null);
            }
            MethodHandle handle = MethodHandles.lookup().unreflectConstructor(constructor);
            return handle.asType(handle.type().generic().changeReturnType(Record.class))
                    .asSpreader(Object[].class, parameters.length);
        } catch (ReflectiveOperationException | SecurityException e) {
            throw inaccessible(type, e);
        }
    }

    private static MappingException inaccessible(Class<?> type, @Nullable Throwable cause) {
        return new MappingException(
                "the record " + type.getTypeName()
                        + " is not accessible; make it public in an exported package, or open " + type.getPackageName()
                        + " to io.databased",
                cause);
    }
}
