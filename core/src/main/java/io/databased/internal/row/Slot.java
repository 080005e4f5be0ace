package io.databased.internal.row;

import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * What takes the value of a column: a component of a record, or a property of a bean.
 *
 * @param alias another name that it may be found by, or null
 */
record Slot(
        Class<?> owner, Kind kind, String name, @Nullable String alias, ValueType declared) {
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
                ValueType.of(component.getGenericType(), component.getDeclaringRecord()));
    }

    Class<?> type() {
        return declared.type();
    }

    /** As messages name it. */
    @Override
    public String toString() {
        return name + " of " + owner.getTypeName();
    }
}
