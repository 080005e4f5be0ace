package io.databased;

import org.jspecify.annotations.Nullable;

/**
 * Makes one value of each row. Runs on the database's executor (blocking use: on the caller's thread), never on a
 * driver's thread.
 */
@FunctionalInterface
public interface RowMapper<T extends @Nullable Object> {
    T map(Row row);
}
