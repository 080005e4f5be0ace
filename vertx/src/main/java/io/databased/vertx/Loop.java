package io.databased.vertx;

/** The thread that a connection is confined to: what it runs comes one after the other, in the order it was asked for. */
interface Loop {
    /** Runs the action soon, never at once. */
    void run(Runnable action);

    /** Runs the action when that time is over. */
    void runAfter(long millis, Runnable action);
}
