package io.databased.vertx.loop;

import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A handler that looks again and again for a moment before it sleeps, if there was something to do soon after it had last
 * nothing to do, and that is woken only while it sleeps. To fall asleep and be woken takes longer than a statement on a
 * database nearby.
 *
 * <p>It says that it sleeps before it looks for tasks for the last time, and who asks for a task adds it before looking
 * whether it sleeps: one of the two sees the other.
 */
final class AlertIoHandler extends WrappedIoHandler {
    static final long PATIENCE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    /** What it may take to be woken. */
    private static final long WAKING_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private static final IoHandlerContext NOW = new NonBlocking();

    private final LongSupplier nanoTime;
    private volatile boolean sleeping;
    private boolean soon; // confined to the event loop

    AlertIoHandler(IoHandler handler, LongSupplier nanoTime) {
        super(handler);
        this.nanoTime = nanoTime;
    }

    @Override
    public int run(IoHandlerContext context) {
        if (!context.canBlock()) {
            return wrapped.run(context);
        }
        long start = nanoTime.getAsLong();
        int handled = soon ? watch(context, start) : 0;
        if (handled > 0 || !context.canBlock()) {
            return handled;
        }
        sleeping = true;
        handled = wrapped.run(context);
        sleeping = false;
        soon = nanoTime.getAsLong() - start < PATIENCE_NANOS + WAKING_NANOS;
        return handled;
    }

    /** Yields, because the answer may have to be made on this processor. */
    @SuppressWarnings("ThreadPriorityCheck")
    private int watch(IoHandlerContext context, long start) {
        int handled = wrapped.run(NOW);
        while (handled == 0 && context.canBlock() && nanoTime.getAsLong() - start < PATIENCE_NANOS) {
            Thread.yield();
            handled = wrapped.run(NOW);
        }
        return handled;
    }

    @Override
    public void wakeup() {
        if (sleeping) {
            wrapped.wakeup();
        }
    }
}
