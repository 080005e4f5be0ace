package io.databased.internal.row;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * What takes the value of a column: a component of a record, or a property of a bean.
 *
 * @param alias another name that it may be found by, or null
 * @param genericType the type with its arguments
 */
record Slot(
        Class<?> owner, Kind kind, String name, @Nullable String alias, Class<?> type, Type genericType) {
    enum Kind {
        COMPONENT("component", "components"),
        PROPERTY("property", "properties");

        final String word;
        final String plural;

        Kind(String word, String plural) {
            this.word = word;
            this.plural = plural;
        }
    }

    static Slot of(RecordComponent component) {
        return new Slot(
                component.getDeclaringRecord(),
                Kind.COMPONENT,
                component.getName(),
                null,
                component.getType(),
                component.getGenericType());
    }

    /** As messages name it. */
    @Override
    public String toString() {
        return name + " of " + owner.getTypeName();
    }
}
