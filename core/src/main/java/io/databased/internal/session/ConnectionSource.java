package io.databased.internal.session;

import io.databased.PoolStats;
import io.databased.spi.SessionBackend;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Where connections come from. */
interface ConnectionSource {
    /** Proves one connection. */
    CompletableFuture<Void> start();

    /**
     * A connection for one outermost session, alone.
     *
     * @param holder named in errors of others that wait; must not keep the session reachable
     */
    CompletableFuture<Held> hold(Object holder, boolean readOnly);

    /** Runs a statement that is a transaction of its own. */
    void run(OneShot oneShot);

    PoolStats stats();

    /** Gives back or closes everything, in phases, in bounded time. */
    CompletableFuture<Void> close(Duration grace);

    /** A connection that one session holds. It ends once; later calls do nothing. */
    interface Held {
        SessionBackend connection();

        /** The depth at which the session's own transaction stands: 0 unless it is inside another. */
        int baseDepth();

        /**
         * Asks whether the session may talk now. Where several share a connection only the innermost may.
         *
         * @param whenYours called later, outside all locks, if the answer is no
         */
        default boolean takeFloor(Runnable whenYours) {
            return true;
        }

        /**
         * What was said is answered; one call for each floor that was taken.
         *
         * @param deepest the depth of the innermost savepoint that stands now
         * @param doomed whether the database refuses everything until this session has rolled back
         */
        default void leaveFloor(int deepest, boolean doomed) {}

        /** Who has the floor, for messages. */
        default String floorHolder() {
            return "another session";
        }

        /**
         * COMMIT has left, and the transaction is over whatever the answer: lets another session follow it down the same
         * wire, if one waits. {@link #destroy} still works afterwards, {@link #release} does nothing.
         */
        default void handOver() {}

        /** Gives it back clean. */
        void release();

        /** Gives it back after its settings were changed: it is reset before others have it, or closed. */
        void releaseDirty();

        /** Gives it up, its state being unknown. */
        void destroy(String why);

        /** What to do when the database is disconnected and its grace is over. */
        void onRevoke(Runnable action);
    }
}
