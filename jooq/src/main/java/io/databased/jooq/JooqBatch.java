package io.databased.jooq;

import io.databased.Batch;
import io.databased.Dialect;
import io.databased.InvalidQueryException;
import java.util.Collections;
import java.util.List;
import org.jooq.Query;

/**
 * jOOQ queries of one SQL, ready to run many times.
 *
 * <pre>{@code
 * JooqBatch batch = JooqBatch.of(database.dialect(), movies.stream()
 *         .map(m -> insertInto(MOVIES, MOVIES.TITLE, MOVIES.YEAR).values(m.getTitle(), m.getYear()))
 *         .toList());
 * session.executeMany(batch);
 * }</pre>
 *
 * @param sql with {@code ?} markers
 * @param values a value for each marker, once for each query; nulls are kept
 */
public record JooqBatch(String sql, List<List<?>> values) implements Batch {
    public JooqBatch {
        values = Collections.unmodifiableList(values);
    }

    /**
     * Queries that differ in their values alone, as one batch. Each is rendered: where that is too slow, give {@code
     * executeMany} SQL and values of your own.
     *
     * @param dialect of the database that will run it, {@link io.databased.Database#dialect()}
     * @throws InvalidQueryException if there are none, or they are not all of the same SQL
     */
    public static JooqBatch of(Dialect dialect, Iterable<? extends Query> queries) {
        return Jooq.STANDARD.batch(dialect, queries);
    }

    /** The SQL alone: values stay out of logs. */
    @Override
    public String toString() {
        return sql;
    }
}
