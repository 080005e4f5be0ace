package io.databased.jdbc.owner;

import io.databased.spi.Command;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The daemon thread that makes the calls to one connection, in the order in which they were handed to it.
 *
 * <p>Whoever makes a call has the turn. The owner takes it for each task; another thread can {@linkplain #borrow borrow}
 * it while nothing waits. Taking and giving it back are volatile, so each sees what the one before has left.
 */
public final class OwnerThread {
    private final Queue<Task<?>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean parked = new AtomicBoolean();
    private final AtomicBoolean turn = new AtomicBoolean();
    private final Thread worker;
    private volatile boolean sealed;
    private volatile boolean stopped;

    /** What runs now; what was {@linkplain #takeIf taken} along with it follows by {@link Task#next}. */
    private volatile @Nullable Task<?> current;

    /** Starts the thread. */
    OwnerThread(String name, Threads threads) {
        worker = threads.start(name, this::work);
    }

    /** Whether the calling thread owns a connection, and so must not wait for one. */
    public static boolean isCurrentThread() {
        return Threads.isOwner(Thread.currentThread());
    }

    /** Hands over a task; it is refused if the thread is sealed. Any thread. */
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
     * Takes the turn for a task that the calling thread will run, if the connection is idle; {@link #giveBack} must
     * follow. Any thread.
     */
    boolean borrow(Task<?> task) {
        if (!queue.isEmpty() || sealed || !turn.compareAndSet(false, true)) {
            return false;
        }
        current = task;
        if (sealed) { // since the first look: what is to be the last task may have run
            giveBack();
            return false;
        }
        return true;
    }

    /** After {@link #borrow}. */
    void giveBack() {
        current = null;
        turn.set(false);
        if (!queue.isEmpty()) {
            wake();
        }
    }

    /** Refuses all tasks that wait or come, but for one last task, which is to {@link #stop} the thread. Any thread. */
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

    /** Whether a task runs. What ran when the thread was sealed has ended when this is false. Any thread. */
    boolean isBusy() {
        return current != null;
    }

    /** Ends the thread after the current task. Owner thread only. */
    void stop() {
        stopped = true;
    }

    /** The task of the command that waits or runs here, or null if there is none (any more). Any thread. */
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

    /** Forgets a task that was cancelled while it waited. Any thread. */
    void remove(Task<?> task) {
        queue.remove(task);
    }

    /** Takes the next task, to be run along with the current one, if it fits. Owner thread only. */
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

    private void work() {
        while (!stopped) {
            Task<?> task = queue.peek();
            if (task == null || !turn.compareAndSet(false, true)) {
                await();
            } else {
                run(task);
                turn.set(false);
            }
        }
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

    private void await() {
        parked.set(true);
        // Who adds a task or gives the turn back from here on finds the flag and unparks.
        while ((queue.isEmpty() || turn.get()) && parked.get()) {
            LockSupport.park(this);
        }
        parked.set(false);
    }

    /** Who has the turn looks at the queue after giving it back. */
    private void wakeIfFree() {
        if (!turn.get()) {
            wake();
        }
    }

    private void wake() {
        if (parked.get() && parked.compareAndSet(true, false)) {
            LockSupport.unpark(worker);
        }
    }
}
