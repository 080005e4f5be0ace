package io.databased.internal.row;

import org.jspecify.annotations.Nullable;

/** Turns a value of one class into one that backends bind. */
@FunctionalInterface
interface Encoder {
    Encoder AS_IS = value -> value;

    @Nullable
    Object encode(Object value);
}
