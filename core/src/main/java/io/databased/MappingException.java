package io.databased;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row came back, and could not be turned into what was asked for: no column of that name, a name that two columns
 * share, a value that does not convert without loss, a record whose components have no columns; or no row, or several,
 * came back where exactly one was asked for. Names columns and types, the SQL, the session and the line of the caller,
 * never values. The statement itself succeeded; the session stays healthy.
 */
public final class MappingException extends DatabasedException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String sql;

    public MappingException(String message) {
        this(message, null, null);
    }

    public MappingException(String message, @Nullable Throwable cause) {
        this(message, null, cause);
    }

    /** @param sql the statement, or null if it is not known */
    public MappingException(String message, @Nullable String sql, @Nullable Throwable cause) {
        super(message, cause);
        this.sql = sql;
    }

    /** The SQL that the rows came from, as the user wrote it; empty if it is not known. */
    public Optional<String> sql() {
        return Optional.ofNullable(sql);
    }
}
