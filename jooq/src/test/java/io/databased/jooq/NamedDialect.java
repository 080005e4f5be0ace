package io.databased.jooq;

import io.databased.Dialect;

/** A dialect of which only the name matters. */
record NamedDialect(String name) implements Dialect {}
