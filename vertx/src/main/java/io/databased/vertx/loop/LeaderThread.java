package io.databased.vertx.loop;

import io.databased.spi.callback.Leader;
import io.databased.spi.callback.LeadingThread;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A thread that leads an event loop until the loop ends or another takes the lead during a callback. */
final class LeaderThread extends FastThreadLocalThread implements LeadingThread {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Leader leader;

    /**
     * @param before who leads now, to take the lead from; null for the first to lead
     */
    LeaderThread(CallbackEventLoop loop, @Nullable Leader before) {
        super(
                null,
                () -> loop.lead(((LeaderThread) Thread.currentThread()).leader, before),
                "databased-loop-" + COUNT.incrementAndGet());
        this.leader = new Leader(loop.lead(), this);
        setDaemon(true);
        setContextClassLoader(loop.classLoader());
    }

    @Override
    public Leader leader() {
        return leader;
    }

    @Override
    public void interrupt() {
        leader.interrupt(super::interrupt);
    }
}
