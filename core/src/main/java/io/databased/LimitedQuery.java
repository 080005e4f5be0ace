package io.databased;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A query with a timeout of its own. */
record LimitedQuery<T extends @Nullable Object>(Query<T> query, Duration limit) implements Query<T> {
    @Override
    public RenderedSql render(Dialect dialect) {
        return query.render(dialect);
    }

    @Override
    public RowMapper<T> mapper(Dialect dialect) {
        return query.mapper(dialect);
    }

    @Override
    public Optional<Duration> timeout() {
        return Optional.of(limit);
    }

    @Override
    public boolean mapsInPlace() {
        return query.mapsInPlace();
    }

    /** As the query itself: its values stay out of logs. */
    @Override
    public String toString() {
        return query.toString();
    }
}
