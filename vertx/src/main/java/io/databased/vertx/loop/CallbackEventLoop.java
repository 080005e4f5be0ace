package io.databased.vertx.loop;

import io.databased.spi.callback.Lead;
import io.databased.spi.callback.Leader;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An event loop that runs users' callbacks, and is not stopped by them: the thread that has the {@link Lead} reads what has come,
 * then calls back, and so on. While it calls back no thread is the event loop: what is asked of the loop then waits in its queue
 * of tasks for whoever reads next.
 *
 * <p>The thread that Netty starts for the loop only tidies up when the loop has ended.
 */
final class CallbackEventLoop extends SingleThreadIoEventLoop {
    private static final long TASKS_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Lead lead = new Lead(stuck -> new LeaderThread(this, stuck).start());
    private volatile @Nullable Thread tidying;
    private volatile @Nullable ClassLoader classLoader;
    private volatile boolean over;
    private volatile @Nullable Throwable failure;

    CallbackEventLoop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory handlers) {
        super(parent, executor, loop -> {
            IoHandler alert = new AlertIoHandler(handlers.newHandler(loop), System::nanoTime);
            return new PausingIoHandler(alert, System::nanoTime);
        });
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return lead.isServedBy(thread, super.inEventLoop(thread));
    }

    /** Callbacks are asked for on the leader's thread, by tasks as well: it must not sleep on them. */
    @Override
    protected boolean hasTasks() {
        return super.hasTasks() || lead.hasCallbacks();
    }

    /** The context class loader of every thread that leads: that of the thread which the loop was given. */
    @Nullable
    ClassLoader classLoader() {
        return classLoader;
    }

    Lead lead() {
        return lead;
    }

    void lead(Leader leader, @Nullable Leader before) {
        if (!lead.take(leader, before)) {
            return; // the one before has come back
        }
        try {
            if (readAndCall(leader)) {
                end();
            }
        } catch (Throwable thrown) {
            failure = thrown;
            end();
        }
    }

    /** Returns whether the loop has ended, rather than this thread's lead. */
    private boolean readAndCall(Leader leader) {
        do {
            runIo();
            if (isShuttingDown()) {
                ioHandler().prepareToDestroy();
            }
            runAllTasks(TASKS_NANOS);
            if (lead.hasCallbacks()) {
                if (!lead.call(leader)) {
                    return false;
                }
                runAllTasks(TASKS_NANOS);
            }
        } while (!confirmShutdown());
        ioHandler().prepareToDestroy(); // it may have been told to end since it was last asked
        return true;
    }

    private void end() {
        lead.end();
        over = true;
        LockSupport.unpark(tidying);
    }

    @Override
    protected void run() {
        tidying = Thread.currentThread();
        classLoader = Thread.currentThread().getContextClassLoader();
        ioHandler().initialize();
        new LeaderThread(this, null).start();
        while (!over) {
            LockSupport.park(this);
        }
        if (failure != null) {
            throw new IllegalStateException("An event loop failed", failure);
        }
    }
}
