package io.databased.internal.row;

import org.jspecify.annotations.Nullable;

/** Turns a column's value into one class. */
@FunctionalInterface
interface Decoder {
    /** The value in that class; null if it does not convert, or not without loss. */
    @Nullable
    Object decode(Object value);
}
