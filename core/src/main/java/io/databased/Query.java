package io.databased;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Anything that can be asked of a database and whose rows become values of {@code T}. {@link Sql} is raw SQL; the jOOQ
 * module brings one for jOOQ queries; any other builder can implement it.
 *
 * <p>Both methods are called by the library, once for each time the query is run, on the caller's thread ({@code render})
 * and where rows are mapped ({@code mapper}). A query that is shared between threads must be thread-safe.
 *
 * @param <T> what each row becomes
 */
public interface Query<T extends @Nullable Object> {
    /**
     * The query for one database.
     *
     * @throws InvalidQueryException if it cannot be expressed there
     */
    RenderedSql render(Dialect dialect);

    /**
     * A mapper for one result that came from this database: it may keep state between the rows of that result.
     */
    RowMapper<T> mapper(Dialect dialect);

    /**
     * How long the database may take to answer; empty, as by default, for the statement timeout of the session or of the
     * database. Called on the caller's thread, behind {@link #render}.
     */
    default Optional<Duration> timeout() {
        return Optional.empty();
    }

    /**
     * The same query, with a limit of its own: the database has this long to answer, whatever {@link
     * SessionOptions#withStatementTimeout} and {@link DatabaseBuilder#statementTimeout} say; in a stream, for each wait for
     * rows. Waiting for a connection is not counted. When the time is over the statement is stopped, and fails with kind
     * {@link StatementException.Kind#TIMEOUT}.
     *
     * @throws IllegalArgumentException if it is not positive, or longer than a hundred years
     */
    default Query<T> within(Duration timeout) {
        return new LimitedQuery<>(this, DurationRange.positive(timeout, "timeout"));
    }

    /**
     * Whether mapping a row is brief and never waits, so that it may be done where the row was read, on a thread that
     * serves other callers, too. Otherwise, as is the default, rows are mapped on the database's executor, as they are if
     * they are many or the database has converters of the user's. Called on the caller's thread.
     */
    default boolean mapsInPlace() {
        return false;
    }
}
