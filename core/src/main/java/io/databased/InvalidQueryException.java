package io.databased;

import org.jspecify.annotations.Nullable;

/**
 * A query that was refused before anything was sent: nothing to run, several statements in one string, transaction
 * control in raw SQL, an unterminated string or comment, missing, unused or miscounted parameters, a NUL or a lone
 * surrogate, a value of a type that cannot be bound. The message names the remedy; the query can be mended and tried
 * again on the same session, which stays healthy.
 */
public final class InvalidQueryException extends DatabasedException {
    private static final long serialVersionUID = 1L;

    public InvalidQueryException(String message) {
        this(message, null);
    }

    public InvalidQueryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
