package io.databased;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Told what happens, for logs and metrics. Called on the database's executor, in the order of the events, one call at a time,
 * on changing threads. What it throws is logged and changes nothing. A listener that falls behind by ten thousand events
 * misses the following ones until it has caught up, which is logged once.
 */
public interface DatabaseListener {
    /**
     * Something was sent and answered.
     *
     * @param session the session's name, or null for a one-shot
     * @param sql the statements of this one flight in order, transaction control included
     * @param duration from being sent to being answered
     * @param affectedRows rows affected or returned; 0 when it failed
     * @param failure the driver's failure, or null
     */
    record Exchange(
            @Nullable String session,
            List<String> sql,
            Duration duration,
            long affectedRows,
            @Nullable Throwable failure) {}

    /** Something was sent and answered. */
    default void exchanged(Exchange exchange) {}

    /**
     * A session became unreachable without having ended; it was rolled back and its connection reclaimed.
     *
     * @param session its name
     * @param openedAt the line that opened it
     */
    default void sessionLost(String session, String openedAt) {}

    /**
     * A session has held its connection for longer than the pool's leak threshold.
     *
     * @param session its name and the line that opened it
     */
    default void sessionHeldLong(String session, Duration held) {}
}
