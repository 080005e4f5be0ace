package io.databased.spi.callback;

import java.lang.System.Logger.Level;

/** Runs code as if it had the thread for itself: what it throws ends nothing but it. */
public final class Shielded {
    private static final System.Logger LOG = System.getLogger("io.databased");

    private Shielded() {}

    /** Runs it; what it throws goes to the thread's handler of uncaught exceptions. */
    public static void run(Runnable code) {
        try {
            code.run();
        } catch (Throwable thrown) {
            tell(thrown);
        }
    }

    private static void tell(Throwable uncaught) {
        Thread current = Thread.currentThread();
        try {
            current.getUncaughtExceptionHandler().uncaughtException(current, uncaught);
        } catch (Throwable ofTheHandler) { // has no effect at the end of a thread either
            ofTheHandler.addSuppressed(uncaught);
            LOG.log(Level.WARNING, "The handler of uncaught exceptions failed", ofTheHandler);
        }
    }
}
