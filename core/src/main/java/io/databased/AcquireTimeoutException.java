package io.databased;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * No connection could be had in time, and nothing was sent. {@link #reason()} tells a pool that is too small, or has a
 * session that is never closed, from a database that cannot be reached; in the latter case the {@linkplain #getCause()
 * cause} is the last failure to connect.
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

    public AcquireTimeoutException(
            String message, @Nullable Throwable cause, Reason reason, Duration timeout, List<Holder> holders) {
        super(message, cause);
        this.reason = reason;
        this.timeout = timeout;
        this.holders = List.copyOf(holders);
    }

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
}
