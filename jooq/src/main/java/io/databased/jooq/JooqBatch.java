package io.databased.jooq;

import java.util.Collections;
import java.util.List;

/**
 * jOOQ queries of one SQL, ready to run many times.
 *
 * <pre>{@code
 * JooqBatch batch = Jooq.batch(database.dialect(), movies.stream()
 *         .map(m -> insertInto(MOVIES, MOVIES.TITLE, MOVIES.YEAR).values(m.getTitle(), m.getYear()))
 *         .toList());
 * session.executeMany(batch.sql(), batch.values());
 * }</pre>
 *
 * @param sql with {@code ?} markers
 * @param values a value for each marker, once for each query; nulls are kept
 */
public record JooqBatch(String sql, List<List<?>> values) {
    public JooqBatch {
        values = Collections.unmodifiableList(values);
    }

    /** The SQL alone: values stay out of logs. */
    @Override
    public String toString() {
        return sql;
    }
}
