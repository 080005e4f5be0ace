package io.databased.vertx.loop;

import io.databased.vertx.loop.LeaderThread.Lead;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An event loop that runs users' callbacks, and is not stopped by them. One thread leads: it reads what has come, then calls
 * back, and so on. A leader that is stuck in a callback loses the lead to a new one, which goes on with reading.
 *
 * <p>Who leads is one reference. The leader goes from reading to calling by itself and back by compare-and-set; another takes
 * the lead by compare-and-set from calling only. So at any moment at most one thread is the event loop, and it sees all that
 * those before it did. While the leader calls back nobody is: what is asked of the loop then waits in its queue of tasks for
 * whoever reads next.
 *
 * <p>The thread that Netty starts for the loop only watches, and tidies up when the loop has ended.
 */
final class CallbackEventLoop extends SingleThreadIoEventLoop {
    private static final System.Logger LOG = System.getLogger("io.databased.vertx");

    private static final long TASKS_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** How often the watch looks; a callback that waits for longer is stuck. */
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** One that computes for longer is stuck as well: a thread may have to wait for a processor. */
    private static final long COMPUTING_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** How often the watch looks in vain before it sleeps. */
    private static final int PATIENCE = 200;

    /** Null before the first leader and after the last. */
    private final AtomicReference<@Nullable Lead> lead = new AtomicReference<>();

    private final Callbacks callbacks = new Callbacks();
    private volatile boolean watched;
    private volatile @Nullable Thread watch;
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
        Lead current = lead.get();
        return current == null ? super.inEventLoop(thread) : current.reads() && current.thread() == thread;
    }

    /** Callbacks are asked for on the leader's thread, by tasks as well: it must not sleep on them. */
    @Override
    protected boolean hasTasks() {
        return super.hasTasks() || !callbacks.isEmpty();
    }

    /** The context class loader of every thread that leads: that of the thread which the loop was given. */
    @Nullable
    ClassLoader classLoader() {
        return classLoader;
    }

    // ---- The leader ----

    void lead(LeaderThread leader, @Nullable Lead before) {
        if (!lead.compareAndSet(before, leader.reading())) {
            return; // the one before has come back
        }
        callbacks.moveElsewhere();
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
    private boolean readAndCall(LeaderThread leader) {
        do {
            runIo();
            if (isShuttingDown()) {
                ioHandler().prepareToDestroy();
            }
            runAllTasks(TASKS_NANOS);
            if (!callbacks.isEmpty()) {
                if (!call(leader)) {
                    return false;
                }
                runAllTasks(TASKS_NANOS);
            }
        } while (!confirmShutdown());
        return true;
    }

    /** Returns whether the thread leads still. */
    private boolean call(LeaderThread leader) {
        callbacks.begin(); // before the watch can look at how long they take
        lead.set(leader.calling());
        if (!watched) {
            watched = true;
            LockSupport.unpark(watch);
        }
        callbacks.run(() -> lead.get() == leader.calling());
        return leader.comesBack();
    }

    boolean goesOnReading(LeaderThread leader) {
        return lead.compareAndSet(leader.calling(), leader.reading());
    }

    private void end() {
        callbacks.moveElsewhere();
        lead.set(null);
        over = true;
        LockSupport.unpark(watch);
    }

    boolean offer(LeaderThread thread, Runnable callback, Executor elsewhere) {
        Lead current = lead.get();
        return current != null && current.thread() == thread && callbacks.offer(callback, elsewhere);
    }

    // ---- The watch ----

    @Override
    protected void run() {
        watch = Thread.currentThread();
        classLoader = Thread.currentThread().getContextClassLoader();
        ioHandler().initialize();
        new LeaderThread(this, null).start();
        int inVain = 0;
        while (!over) {
            if (watched) {
                LockSupport.parkNanos(this, PERIOD_NANOS);
            } else {
                LockSupport.park(this);
            }
            inVain = look() ? 0 : inVain + 1;
            if (inVain >= PATIENCE) {
                inVain = 0;
                watched = false; // before the last look: a leader that finds it set has given something to see
                if (look()) {
                    watched = true;
                }
            }
        }
        if (failure != null) {
            throw new IllegalStateException("An event loop failed", failure);
        }
    }

    /** Returns whether callbacks are run. */
    private boolean look() {
        Lead current = lead.get();
        if (current == null || current.reads()) {
            return false;
        }
        long nanos = callbacks.nanosOfCurrent();
        boolean waits = current.thread().getState() != Thread.State.RUNNABLE;
        if (nanos > (waits ? PERIOD_NANOS : COMPUTING_NANOS)) {
            try {
                relieve(current);
            } catch (OutOfMemoryError noThread) { // must not end the watch, which tries again
                LOG.log(Level.WARNING, "No thread to take over an event loop whose callback takes long", noThread);
            }
        }
        return true;
    }

    /** Has another thread take the lead, unless the leader comes back from its callback before. */
    void relieve(Lead stuck) {
        if (lead.get() == stuck) {
            callbacks.beWary();
            new LeaderThread(this, stuck).start();
        }
    }
}
