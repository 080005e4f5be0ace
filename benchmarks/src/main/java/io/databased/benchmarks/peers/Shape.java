package io.databased.benchmarks.peers;

/** What is done; what the size says of each. */
enum Shape {
    /** One row by its key; the size says nothing. */
    SELECT,
    /** As many rows as the size says. */
    FETCH,
    /** A transaction, with as many nested ones, one after the other, as the size says. */
    SESSION,
    /** A transaction, with as many nested ones inside each other as the size says. */
    NESTING;

    Operation of(Side side, int size) {
        return switch (this) {
            case SELECT -> side.select();
            case FETCH -> side.fetch(size);
            case SESSION -> side.session(size);
            case NESTING -> side.nesting(size);
        };
    }
}
