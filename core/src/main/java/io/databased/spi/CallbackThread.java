package io.databased.spi;

import java.util.concurrent.Executor;

/**
 * A thread that reads what a database answers and runs users' callbacks in between. Another thread takes the reading over
 * while a callback takes long, so users may block it as any other.
 *
 * <p>The core asks the current thread whether it is one of these, and nobody else calls its methods.
 */
public interface CallbackThread {
    /**
     * Runs a callback soon, on this thread if it can.
     *
     * @param elsewhere runs it if this thread has no time for it in the end
     * @return whether it will be run; if not, this thread has done nothing
     */
    boolean offer(Runnable callback, Executor elsewhere);

    /** The callback that runs on this thread is about to wait: has the reading taken over now. */
    void beforeWaiting();
}
