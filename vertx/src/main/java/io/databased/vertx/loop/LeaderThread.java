package io.databased.vertx.loop;

import io.databased.spi.CallbackThread;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A thread that leads an event loop until the loop ends or another takes the lead during a callback. */
final class LeaderThread extends FastThreadLocalThread implements CallbackThread {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final CallbackEventLoop loop;
    private final Lead reading = new Lead(this, true);
    private final Lead calling = new Lead(this, false);
    private final Object interrupting = new Object();

    /**
     * @param before who leads now, to take the lead from; null for the first to lead
     */
    LeaderThread(CallbackEventLoop loop, @Nullable Lead before) {
        super(
                null,
                () -> loop.lead((LeaderThread) Thread.currentThread(), before),
                "databased-loop-" + COUNT.incrementAndGet());
        this.loop = loop;
        setDaemon(true);
        setContextClassLoader(loop.classLoader());
    }

    Lead reading() {
        return reading;
    }

    Lead calling() {
        return calling;
    }

    /** Whether it is the event loop at the moment, and must not block. */
    boolean isReading() {
        return loop.inEventLoop(this);
    }

    /**
     * Ends its callbacks, and with them whatever has interrupted them.
     *
     * @return whether it leads still
     */
    boolean comesBack() {
        synchronized (interrupting) {
            boolean leads = loop.goesOnReading(this);
            Thread.interrupted();
            return leads;
        }
    }

    /** Is for its callbacks. While it reads it ignores that: Java would close the connection it reads from. */
    @Override
    public void interrupt() {
        synchronized (interrupting) {
            if (!isReading()) {
                super.interrupt();
            }
        }
    }

    @Override
    public boolean offer(Runnable callback, Executor elsewhere) {
        return loop.offer(this, callback, elsewhere);
    }

    @Override
    public void beforeWaiting() {
        loop.relieve(calling);
    }

    /** That a thread leads, and what it does: read what has come, or call users back. */
    static final class Lead {
        private final LeaderThread thread;
        private final boolean reads;

        private Lead(LeaderThread thread, boolean reads) {
            this.thread = thread;
            this.reads = reads;
        }

        LeaderThread thread() {
            return thread;
        }

        boolean reads() {
            return reads;
        }
    }
}
