package io.databased;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A query that was refused before anything was sent: nothing to run, several statements in one string, transaction
 * control in raw SQL, an unterminated string or comment, missing, unused or miscounted parameters, a NUL or a lone
 * surrogate, a value of a type that cannot be bound. The message names the remedy, the SQL, the session and the line of the
 * caller; the query can be corrected and tried again on the same session, which stays healthy.
 */
public final class InvalidQueryException extends DatabasedException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String sql;

    public InvalidQueryException(String message) {
        this(message, null, null);
    }

    public InvalidQueryException(String message, @Nullable Throwable cause) {
        this(message, null, cause);
    }

    /** @param sql the statement, or null if it is not known */
    public InvalidQueryException(String message, @Nullable String sql, @Nullable Throwable cause) {
        super(message, cause);
        this.sql = sql;
    }

    /** The SQL that was refused, as the user wrote it; empty if it is not known. */
    public Optional<String> sql() {
        return Optional.ofNullable(sql);
    }
}
