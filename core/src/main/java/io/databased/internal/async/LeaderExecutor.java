package io.databased.internal.async;

import io.databased.spi.CallbackThread;
import io.databased.spi.callback.Shielded;
import io.databased.spi.callback.Wariness;
import io.databased.spi.callback.Watch;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on few threads in few wake-ups. One thread leads: it runs what there is and what comes meanwhile, so most tasks
 * find it awake. A task may block or compute for long, and others do not wait for its end: a leader that falls behind passes
 * the lead on and helps, and a leader that is stuck in a task is relieved by the watch. After a task of that kind more are
 * expected, and for a while the lead is passed on before each. There may be a limit to the threads that this makes; beyond it
 * only a leader that waits is relieved, for it may wait for a task that is still to be run.
 *
 * <p>No task is forgotten: it is added before the leader is looked at, and a leader resigns before it looks at the tasks for
 * the last time, so one of the two sees the other.
 */
public final class LeaderExecutor implements Executor {
    /** For how long there may be more than one thread's work before another is called. */
    private static final long BEHIND_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final Executor threads;
    private final int most;
    private final AtomicInteger running = new AtomicInteger();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Leader> leader = new AtomicReference<>();
    private final Watch.Post watch = Watch.post(this::relieve);
    private final Wariness wariness = new Wariness();

    LeaderExecutor(Executor threads) {
        this(threads, Integer.MAX_VALUE);
    }

    /**
     * Runs tasks on threads, of which there are no more than that, unless they wait.
     *
     * @param threads has one for each call
     */
    LeaderExecutor(Executor threads, int most) {
        this.threads = threads;
        this.most = most;
    }

    @Override
    public void execute(Runnable task) {
        if (!isOffered(task)) {
            enqueue(task);
        }
    }

    /** Runs a task that hardly anybody waits for together with the next one, or when the watch comes by. */
    public void executeWithNext(Runnable task) {
        if (!isOffered(task)) {
            tasks.add(task);
            watch.begin();
        }
    }

    private boolean isOffered(Runnable task) {
        return Thread.currentThread() instanceof CallbackThread thread && thread.offer(task, this::enqueue);
    }

    private void enqueue(Runnable task) {
        tasks.add(task);
        if (leader.get() == null) {
            callLeader(null);
        } else {
            watch.begin();
        }
    }

    /** In place of the one that led, if it still does. Where there is no thread for it nobody leads, and the watch calls again. */
    private void callLeader(@Nullable Leader before) {
        Leader next = new Leader();
        if (!leader.compareAndSet(before, next)) {
            return;
        }
        try {
            threads.execute(next);
        } catch (OutOfMemoryError | RejectedExecutionException noThread) {
            leader.compareAndSet(next, null);
            Log.LOGGER.log(Level.WARNING, "No thread for callbacks; trying again", noThread);
            watch.begin();
        }
    }

    /** Called by the watch; returns whether there was anything to watch. */
    private boolean relieve() {
        Leader leading = leader.get();
        if (tasks.isEmpty()) {
            return leading != null;
        }
        if (leading == null) {
            callLeader(null);
        } else if (leading.isStuck() && (running.get() < most || leading.waits())) {
            wariness.begin();
            callLeader(leading);
        }
        return true;
    }

    private final class Leader implements Runnable {
        private volatile @Nullable Thread thread;
        private volatile boolean working;
        private volatile long taskStart;

        @Override
        public void run() {
            thread = Thread.currentThread();
            running.incrementAndGet();
            try {
                runTasks();
            } finally {
                running.decrementAndGet();
            }
        }

        private void runTasks() {
            long behindSince = System.nanoTime();
            for (Runnable task = next(); task != null; task = next()) {
                long now = System.nanoTime();
                taskStart = now;
                working = true;
                if (tasks.isEmpty()) {
                    behindSince = now;
                }
                if (wariness.lastsAt(now) || now - behindSince > BEHIND_NANOS) {
                    behindSince = now;
                    passOn();
                }
                Shielded.run(task);
            }
        }

        /** One that is called and has not come is not stuck: there may be no processor for another either. */
        boolean isStuck() {
            return working && System.nanoTime() - taskStart > Watch.PERIOD_NANOS;
        }

        boolean waits() {
            Thread of = thread;
            return of != null && of.getState() != Thread.State.RUNNABLE;
        }

        /** The next leader comes for what is left, or with what comes next. */
        private void passOn() {
            if (running.get() >= most) {
                return;
            }
            if (!tasks.isEmpty()) {
                callLeader(this);
            } else if (leader.compareAndSet(this, null) && !tasks.isEmpty()) {
                callLeader(null);
            }
        }

        private @Nullable Runnable next() {
            Runnable task = tasks.poll();
            while (task == null && leader.compareAndSet(this, null)) {
                if (tasks.isEmpty() || !leader.compareAndSet(null, this)) {
                    return null;
                }
                task = tasks.poll();
            }
            return task;
        }
    }
}
