package io.databased;

import org.jspecify.annotations.Nullable;

/**
 * Makes one value of each row. Runs where the future of the query completes ({@link Queryable}), with {@code blocking()} on
 * the caller's thread; one call at a time for one query. What it throws is the failure of the query.
 */
@FunctionalInterface
public interface RowMapper<T extends @Nullable Object> {
    T map(Row row);
}
