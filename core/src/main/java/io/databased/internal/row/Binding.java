package io.databased.internal.row;

/** How the values of one class become what backends bind. */
@FunctionalInterface
interface Binding {
    /** Backends take the value itself. */
    Binding AS_IS = value -> value;

    Object bind(Object value);
}
