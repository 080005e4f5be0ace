package io.databased.internal.connection;

/** A connection that one outermost session holds. It ends once; later calls do nothing. */
public interface HeldConnection {
    Line line();

    /** The depth at which the session's own transaction stands: 0 unless it is inside another. */
    int baseDepth();

    /**
     * Asks whether the session may talk now. Where several share a connection only the innermost may.
     *
     * @param whenYours called later, outside all locks, if the answer is no
     */
    default boolean takeTurn(Runnable whenYours) {
        return true;
    }

    /**
     * What was said is answered; one call for each turn that was taken.
     *
     * @param deepest the depth of the innermost savepoint that stands now
     * @param refusesAll whether the database refuses everything until this session has rolled back
     * @return whether others share the connection: {@link #turnsChanged} must follow then, outside all locks
     */
    default boolean endTurn(int deepest, boolean refusesAll) {
        return false;
    }

    /** Gives a turn to whoever may have one now. */
    default void turnsChanged() {}

    /** Whose turn it is, for messages. */
    default String turnHolder() {
        return "another session";
    }

    /**
     * COMMIT has left, and the transaction is over whatever the answer: lets another session follow it down the same
     * wire, if one waits. {@link #destroy} still works afterwards, {@link #release} does nothing.
     */
    default void handOver() {}

    /** Its state is unknown from now on; {@link #destroy} follows when the session ends. */
    default void lost(String why) {}

    /** Gives it back clean. */
    void release();

    /** Gives it back after its settings were changed: it is reset before others have it, or closed. */
    void releaseDirty();

    /** Gives it up, its state being unknown. */
    void destroy(String why);

    /** Registers who is told when the connection is taken away. Told at most once, under no lock; at once if it is gone. */
    void heldBy(Holder holder);

    /** Who holds a connection that may be taken away. Must not keep the session reachable. */
    interface Holder {
        /** The database is disconnected and its grace is over. */
        void disconnected();

        /** What others did on the same connection has made it unusable. */
        void lost(Throwable why);
    }
}
