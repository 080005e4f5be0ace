package io.databased.jdbc.owner;

import io.databased.spi.CallbackThread;
import io.databased.spi.Command;
import io.databased.spi.callback.Lead;
import io.databased.spi.callback.Leader;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who makes the calls to one connection, in the order in which they were handed over: a daemon thread of its own, which also runs
 * the callbacks that its answers set off. If one of them keeps it, another thread takes the {@link Lead} and goes on.
 *
 * <p>Whoever makes a call has the turn. The leader takes it for each task; another thread can {@linkplain #borrow borrow}
 * it while nothing waits. Taking and giving it back are volatile, so each sees what the one before has left.
 */
public final class Owner {
    /** For how long the leader looks for the next task before it sleeps, if the last one came as soon. */
    private static final long PATIENCE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    /** What it may take to be woken. */
    private static final long WAKING_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final String name;
    private final Threads threads;
    private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
    private final Lead lead = new Lead(this::start);
    private final Queue<Task<?>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Thread> asleep = new AtomicReference<>();
    private final AtomicBoolean turn = new AtomicBoolean();
    private volatile boolean sealed;
    private volatile boolean stopped;
    private boolean soon; // confined to who leads

    /** What runs now; what was {@linkplain #takeIf taken} along with it follows by {@link Task#next}. */
    private volatile @Nullable Task<?> current;

    /** Whether that is done by a thread that has borrowed the turn. */
    private volatile boolean lent;

    /** Starts the thread. */
    Owner(String name, Threads threads) {
        this.name = name;
        this.threads = threads;
        start(null);
    }

    /** Whether the calling thread serves a connection, and so must not wait for one. */
    public static boolean isCurrentThread() {
        return Threads.isOwner(Thread.currentThread());
    }

    // ---- Any thread ----

    /** Hands over a task; it is refused if the connection is sealed. */
    void submit(Task<?> task) {
        if (!sealed) {
            queue.add(task);
        }
        // Sealing looks through the queue after it has set the flag: one of the two refuses.
        if (sealed) {
            task.refuse();
        } else {
            wakeIfFree();
        }
    }

    /**
     * Takes the turn for a task that the calling thread will run, if the connection is idle; {@link #giveBack} must follow. A task
     * must look whether the connection {@linkplain #isSealed is sealed} by now: what is to be the last one may have run.
     */
    boolean borrow(Task<?> task) {
        if (!queue.isEmpty() || sealed || !turn.compareAndSet(false, true)) {
            return false;
        }
        lent = true;
        current = task;
        return true;
    }

    /** After {@link #borrow}. */
    void giveBack() {
        current = null;
        lent = false;
        turn.set(false);
        if (!queue.isEmpty()) {
            wake();
        }
    }

    /** Refuses all tasks that wait or come, but for one last task, which is to {@link #stop}. */
    void seal(Task<?> last) {
        sealed = true;
        for (Task<?> task = queue.poll(); task != null; task = queue.poll()) {
            task.refuse();
        }
        queue.add(last);
        wake();
    }

    boolean isSealed() {
        return sealed;
    }

    /** Whether a task runs. What ran when the connection was sealed has ended when this is false. */
    boolean isBusy() {
        return current != null;
    }

    /** Whether a task runs on a thread that waits for it. */
    boolean isLent() {
        return lent;
    }

    /** The task of the command that waits or runs here, or null if there is none (any more). */
    @Nullable
    Task<?> find(Command command) {
        for (Task<?> task : queue) {
            if (task.command == command) {
                return task;
            }
        }
        // A task is current, or behind the current one, before it leaves the queue: no task is missed between the two.
        for (Task<?> task = current; task != null; task = task.next) {
            if (task.command == command) {
                return task;
            }
        }
        return null;
    }

    /** Forgets a task that was cancelled while it waited. */
    void remove(Task<?> task) {
        queue.remove(task);
    }

    /** Who has the turn looks at the queue after giving it back. */
    private void wakeIfFree() {
        if (!turn.get()) {
            wake();
        }
    }

    private void wake() {
        Thread sleeper = asleep.get();
        if (sleeper != null && asleep.compareAndSet(sleeper, null)) {
            LockSupport.unpark(sleeper);
        }
    }

    // ---- In a task ----

    /** Ends the owner after the current task. */
    void stop() {
        stopped = true;
    }

    /** Takes the next task, to be run along with the current one, if it fits. */
    @Nullable
    Task<?> takeIf(Predicate<Task<?>> fits, Task<?> behind) {
        Task<?> task = queue.peek();
        if (task == null || !fits.test(task)) {
            return null;
        }
        behind.next = task;
        queue.remove(task);
        return task;
    }

    // ---- The leader ----

    /** @param before who leads now, or null for the first to lead */
    private void start(@Nullable Leader before) {
        threads.start(name, classLoader, lead, leader -> lead(leader, before));
    }

    private void lead(Leader leader, @Nullable Leader before) {
        if (!lead.take(leader, before)) {
            return; // the one before has come back
        }
        while (!stopped) {
            Task<?> task = queue.peek();
            if (task == null || !turn.compareAndSet(false, true)) {
                await();
                continue;
            }
            run(task);
            turn.set(false);
            if (!lead.call(leader)) {
                return;
            }
        }
        lead.end();
    }

    private void run(Task<?> task) {
        current = task;
        // Not poll(): a cancelled task may have been removed since.
        queue.remove(task);
        task.run();
        current = null;
        unlink(task);
    }

    /** So that who keeps one of the futures does not keep them all. */
    private static void unlink(Task<?> first) {
        Task<?> task = first;
        while (task != null) {
            Task<?> next = task.next;
            task.next = null;
            task = next;
        }
    }

    /** Until there may be something to run. To fall asleep and be woken takes longer than a short statement. */
    private void await() {
        long start = System.nanoTime();
        if (soon) {
            lookAgain(start);
        }
        Thread thread = Thread.currentThread();
        asleep.set(thread);
        // Who adds a task or gives the turn back from here on finds the thread and wakes it.
        while (mustWait() && asleep.get() == thread) {
            LockSupport.park(this);
        }
        asleep.set(null);
        soon = thread instanceof CallbackThread // a virtual one sleeps and wakes cheaply
                && System.nanoTime() - start < PATIENCE_NANOS + WAKING_NANOS;
    }

    /** Yields, because what is waited for may have to be done on this processor. */
    @SuppressWarnings("ThreadPriorityCheck")
    private void lookAgain(long start) {
        while (mustWait() && System.nanoTime() - start < PATIENCE_NANOS) {
            Thread.yield();
        }
    }

    private boolean mustWait() {
        return queue.isEmpty() || turn.get();
    }
}
