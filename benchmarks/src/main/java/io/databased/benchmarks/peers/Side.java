package io.databased.benchmarks.peers;

/** The work, as the users of one library write it. */
interface Side extends AutoCloseable {
    /** One movie by its key, outside any transaction; answers with the {@link io.databased.benchmarks.Movie}. */
    Operation select();

    /** The first movies; answers with a list of {@link io.databased.benchmarks.Movie}. */
    Operation fetch(int rows);

    /**
     * A transaction with an update, and then nested ones, one after the other, with an update each; answers with the
     * number of rows of the last update.
     */
    default Operation session(int nested) {
        throw new UnsupportedOperationException("no transactions");
    }

    /** A transaction with an update, in it another with an update, and so on. */
    default Operation nesting(int depth) {
        throw new UnsupportedOperationException("no nested transactions");
    }

    @Override
    void close();
}
