package io.databased.internal.time;

/** Time as the library knows it: it passes evenly, and things can be done later. */
public interface Scheduler extends AutoCloseable {
    /** As {@link System#nanoTime()}: only differences mean anything. */
    long nanoTime();

    /** Runs the action once, after the delay and never before this returns. The action is short and does not throw. */
    Task schedule(Runnable action, long delayNanos);

    /** Ends it; what was scheduled is forgotten. */
    @Override
    void close();

    /** Something scheduled. */
    interface Task {
        /** Has no effect on an action that runs or has run. */
        void cancel();
    }
}
