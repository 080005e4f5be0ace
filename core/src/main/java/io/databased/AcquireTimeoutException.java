package io.databased;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * No connection could be had in time, and nothing was sent. {@link #reason()} tells a pool that is too small, or has a
 * session that is never closed, from a database that cannot be reached; in the latter case the {@linkplain #getCause()
 * cause} is the last failure to connect. The message holds the SQL that was to be run, the session's name and the line
 * of the caller.
 */
public final class AcquireTimeoutException extends DatabasedException {
    private static final long serialVersionUID = 1L;

    /** Why there was no connection. */
    public enum Reason {
        /** All connections were in use for the whole acquire timeout. */
        EXHAUSTED,
        /** The database could not be reached within the acquire timeout. */
        UNREACHABLE,
        /** So many callers waited already that this one was refused at once. */
        QUEUE_FULL
    }

    /**
     * Who holds a connection.
     *
     * @param description the session's name and the line that opened it
     * @param held for how long
     */
    public record Holder(String description, Duration held) {}

    private final Reason reason;
    private final Duration timeout;
    private final transient List<Holder> holders;
    private final @Nullable String sql;

    /** For a wait that no statement has asked for, as that of a session that is opened by hand. */
    public AcquireTimeoutException(
            String message, @Nullable Throwable cause, Reason reason, Duration timeout, List<Holder> holders) {
        this(message, cause, reason, timeout, holders, null);
    }

    /** @param sql the statement that was to be run, or null if it was none */
    public AcquireTimeoutException(
            String message,
            @Nullable Throwable cause,
            Reason reason,
            Duration timeout,
            List<Holder> holders,
            @Nullable String sql) {
        super(message, cause);
        this.reason = reason;
        this.timeout = timeout;
        this.holders = List.copyOf(holders);
        this.sql = sql;
    }

    /** Why there was no connection, and so what would help: a larger pool, or a database that answers. */
    public Reason reason() {
        return reason;
    }

    /** The acquire timeout that applied; it has passed unless the reason is {@link Reason#QUEUE_FULL}. */
    public Duration timeout() {
        return timeout;
    }

    /** Those that hold a connection for the longest, longest first; a few of them. Lost by serialization. */
    public List<Holder> holders() {
        return holders == null ? List.of() : holders;
    }

    /** The SQL that was to be run, as the user wrote it; empty where a session was opened by hand. */
    public Optional<String> sql() {
        return Optional.ofNullable(sql);
    }
}
