package io.databased.internal.failure;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.BaseStream;

/** What the class of a value is called in messages: of the classes of the JDK that nobody has heard of, what they are. */
public final class ClassNames {
    private static final List<Class<?>> KINDS =
            List.of(List.class, Set.class, Collection.class, Map.class, BaseStream.class);

    private ClassNames() {}

    public static String of(Class<?> type) {
        return KINDS.stream()
                .filter(kind -> kind.isAssignableFrom(type) && type.getName().startsWith("java."))
                .findFirst()
                .map(kind -> kind == BaseStream.class ? "java.util.stream.Stream" : kind.getName())
                .orElse(type.getTypeName());
    }
}
