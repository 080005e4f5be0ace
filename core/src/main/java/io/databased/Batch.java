package io.databased;

import java.util.List;

/** One SQL statement and the values that it is run with, for {@link Queryable#executeMany(Batch)}. */
public interface Batch {
    /** The statement, with {@code ?} or {@code :name} markers. */
    String sql();

    /** As {@link Queryable#executeMany(String, List)} takes them. */
    List<?> values();
}
