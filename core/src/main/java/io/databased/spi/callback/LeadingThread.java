package io.databased.spi.callback;

import io.databased.spi.CallbackThread;
import java.util.concurrent.Executor;

/** A thread that may have the {@link Lead}. It has to override {@link Thread#interrupt} by {@link Leader#interrupt}. */
public interface LeadingThread extends CallbackThread {
    /** Its part in the lead, the same one always. */
    Leader leader();

    @Override
    default boolean offer(Runnable callback, Executor elsewhere) {
        return leader().offer(callback, elsewhere);
    }

    @Override
    default void beforeWaiting() {
        leader().beforeWaiting();
    }
}
