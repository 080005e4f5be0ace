package io.databased.internal.row;

import org.jspecify.annotations.Nullable;

/** One way from values of the database to one type. */
@FunctionalInterface
interface Conversion {
    /** The converted value, or null if something would be lost. */
    @Nullable
    Object convert(Object value);
}
