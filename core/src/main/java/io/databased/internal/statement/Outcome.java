package io.databased.internal.statement;

import io.databased.spi.Reply;

/**
 * Who waits for a statement. Exactly one of {@code reply} and {@code failure} is called, once, on whatever thread, never
 * under a lock.
 */
public interface Outcome {
    void reply(Reply reply);

    void failure(Throwable failure);

    /** Whether a thread waits that can run the statement itself. */
    default boolean lendsThread() {
        return false;
    }

    /** Runs what has to be done before the statement is sent: on the thread that does nothing but wait, if one does. */
    default void advance(Runnable step) {
        step.run();
    }
}
