package io.databased.internal.sql;

import io.databased.spi.SqlDialect.Place;
import org.jspecify.annotations.Nullable;

/** How a dialect writes the place of a parameter; {@link io.databased.spi.SqlDialect#placeholder} is one. */
@FunctionalInterface
public interface Placeholders {
    /** The placeholder at {@code index}, from 1, for the value; null stands for NULL. */
    String of(int index, @Nullable Object value, Place place);

    /** Whether a placeholder names its parameter, so that it can be written in several places. */
    default boolean areNumbered() {
        return !of(1, null, Place.OTHER).equals(of(2, null, Place.OTHER));
    }
}
