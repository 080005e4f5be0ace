package io.databased;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@link Queryable} with values in place of futures: each method waits for its answer and throws what the future would
 * fail with. An interrupt while waiting is a cancel: the statement is stopped, the thread's interrupt flag stays set and
 * {@link java.util.concurrent.CancellationException} is thrown. On a thread that must not block (a driver's, a
 * connection's) every method throws {@link IllegalStateException} at once. Not implemented by users.
 */
public interface BlockingQueryable {
    /** As {@link Queryable#fetchAll(Query)}. */
    <T extends @Nullable Object> List<T> fetchAll(Query<T> query);

    /** As {@link Queryable#fetchOne(Query)}. */
    <T> Optional<T> fetchOne(Query<? extends @Nullable T> query);

    /** As {@link Queryable#fetchExactlyOne(Query)}. */
    <T extends @Nullable Object> T fetchExactlyOne(Query<T> query);

    /** As {@link Queryable#execute(Query)}. */
    UpdateResult execute(Query<?> query);

    /** As {@link Queryable#executeScript(String)}. */
    int executeScript(String script);

    /** As {@link Queryable#executeMany(String, List)}. */
    long executeMany(String sql, List<?> values);

    /** As {@link Queryable#executeMany(Batch)}. */
    default long executeMany(Batch batch) {
        return executeMany(batch.sql(), batch.values());
    }

    /**
     * Runs the query and hands each row to the consumer, on this thread, holding no more than a window of rows.
     *
     * @return the number of rows
     * @see Queryable#forEach(Query, Consumer)
     */
    <T> long forEach(Query<? extends @Nullable T> query, Consumer<? super T> consumer);

    /** {@link #fetchAll(Query)} of SQL without markers. */
    default List<Row> fetchAll(String sql) {
        return fetchAll(Sql.sql(sql));
    }

    /** {@link #fetchAll(Query)} of SQL with {@code :name} markers. */
    default List<Row> fetchAll(String sql, Map<String, ?> values) {
        return fetchAll(Sql.sql(sql, values));
    }

    /** {@link #fetchAll(Query)} of SQL with {@code ?} markers. */
    default List<Row> fetchAll(String sql, List<?> values) {
        return fetchAll(Sql.sql(sql, values));
    }

    /** {@link #fetchOne(Query)} of SQL without markers. */
    default Optional<Row> fetchOne(String sql) {
        return fetchOne(Sql.sql(sql));
    }

    /** {@link #fetchOne(Query)} of SQL with {@code :name} markers. */
    default Optional<Row> fetchOne(String sql, Map<String, ?> values) {
        return fetchOne(Sql.sql(sql, values));
    }

    /** {@link #fetchOne(Query)} of SQL with {@code ?} markers. */
    default Optional<Row> fetchOne(String sql, List<?> values) {
        return fetchOne(Sql.sql(sql, values));
    }

    /** {@link #fetchExactlyOne(Query)} of SQL without markers. */
    default Row fetchExactlyOne(String sql) {
        return fetchExactlyOne(Sql.sql(sql));
    }

    /** {@link #fetchExactlyOne(Query)} of SQL with {@code :name} markers. */
    default Row fetchExactlyOne(String sql, Map<String, ?> values) {
        return fetchExactlyOne(Sql.sql(sql, values));
    }

    /** {@link #fetchExactlyOne(Query)} of SQL with {@code ?} markers. */
    default Row fetchExactlyOne(String sql, List<?> values) {
        return fetchExactlyOne(Sql.sql(sql, values));
    }

    /** {@link #execute(Query)} of SQL without markers. */
    default UpdateResult execute(String sql) {
        return execute(Sql.sql(sql));
    }

    /** {@link #execute(Query)} of SQL with {@code :name} markers. */
    default UpdateResult execute(String sql, Map<String, ?> values) {
        return execute(Sql.sql(sql, values));
    }

    /** {@link #execute(Query)} of SQL with {@code ?} markers. */
    default UpdateResult execute(String sql, List<?> values) {
        return execute(Sql.sql(sql, values));
    }
}
