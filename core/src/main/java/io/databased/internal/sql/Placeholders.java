package io.databased.internal.sql;

import org.jspecify.annotations.Nullable;

/** How a dialect writes the place of a parameter; {@link io.databased.Dialect#placeholder} is one. */
@FunctionalInterface
public interface Placeholders {
    /** The placeholder at {@code index}, from 1, for the value; null stands for NULL. */
    String of(int index, @Nullable Object value);
}
