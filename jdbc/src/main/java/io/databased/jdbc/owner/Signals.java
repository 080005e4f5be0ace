package io.databased.jdbc.owner;

import io.databased.spi.BackendException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of the signals of a connection, by which statements are told to stop. A signal is begun only while the
 * statement that is meant is inside, at most one is under way, and a statement does not leave before it is over: so it hits no
 * other. If a signal fails, or is not over within its patience, it may still arrive: then the connection is undefined, and
 * nothing may be run on it any more.
 *
 * <p>A signal is repeated until the statement has ended. Once is not enough: one that arrives after the statement has entered
 * but before the database has begun it is lost. Works on threads of its own, because some drivers open a connection for it.
 *
 * <p>Entering and leaving costs a write and a compare-and-set; only a leave that meets a signal takes the lock.
 */
final class Signals {
    private static final Object SIGNAL = new Object();
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(128);

    /** MariaDB itself takes up to two seconds to take a signal in that meets the end of its statement. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    static final Executor THREADS =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(null, work, "databased-canceller", 0, false);
                thread.setDaemon(true);
                return thread;
            });

    private final Sender sender;
    private final AtomicReference<@Nullable Object> inside = new AtomicReference<>();
    private final AtomicBoolean repeating = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition over = lock.newCondition();
    private boolean underWay;
    private volatile boolean undefined;
    private volatile @Nullable Task<?> target;
    private volatile @Nullable Task<?> last;

    Signals(Sender sender) {
        this.sender = sender;
    }

    /** Gives one signal, and returns when it is over. */
    @FunctionalInterface
    interface Sender {
        void send() throws BackendException;
    }

    /** Whoever has the turn of the connection. */
    void enter(Task<?> statement) {
        inside.set(statement);
    }

    /**
     * Whoever has the turn of the connection. No signal can begin afterwards.
     *
     * @return whether every signal that was begun is over; if not, the connection is undefined
     */
    boolean leave(Task<?> statement) {
        if (!inside.compareAndSet(statement, null)) {
            awaitEnd();
        }
        return !undefined;
    }

    private void awaitEnd() {
        boolean interrupted = false;
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        lock.lock();
        try {
            for (long left = PATIENCE_NANOS; underWay && !undefined && left > 0; left = deadline - System.nanoTime()) {
                try {
                    over.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            undefined |= underWay;
            inside.set(null);
        } finally {
            lock.unlock();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a statement runs that can be told to stop. Any thread. */
    boolean isInside() {
        return inside.get() != null;
    }

    /** The connection is cut, and nothing is run on it any more: nobody waits for a signal. Any thread. */
    void abandon() {
        lock.lock();
        try {
            undefined = true;
            over.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a signal may still arrive. Any thread. */
    boolean isUndefined() {
        return undefined;
    }

    /** Stops this task, which runs. Any thread. */
    void stop(Task<?> task) {
        target = task;
        repeat();
    }

    /** Stops whatever runs, until the last task has begun. Any thread. */
    void stopAll(Task<?> lastTask) {
        last = lastTask;
        repeat();
    }

    private void repeat() {
        if (repeating.compareAndSet(false, true)) {
            THREADS.execute(this::work);
        }
    }

    private void work() {
        long pause = FIRST_PAUSE_NANOS;
        Task<?> told = null;
        while (isWanted()) {
            Task<?> now = target;
            pause = now == told ? pause : FIRST_PAUSE_NANOS;
            told = now;
            send();
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LAST_PAUSE_NANOS);
        }
        repeating.set(false);
        if (isWanted()) { // since the last look
            repeat();
        }
    }

    private boolean isWanted() {
        Task<?> one = target;
        Task<?> end = last;
        return (one != null && one.isRunning()) || (end != null && end.isWaiting());
    }

    private void send() {
        Object statement = inside.get();
        if (statement == null || (statement != target && last == null) || !begin(statement)) {
            return;
        }
        boolean given = false;
        try {
            sender.send();
            given = true;
        } catch (BackendException | RuntimeException | Error e) {
            // The statement goes on to its end, or is told again.
        } finally {
            end(statement, given);
        }
    }

    private boolean begin(Object statement) {
        lock.lock();
        try {
            underWay = inside.compareAndSet(statement, SIGNAL);
            return underWay;
        } finally {
            lock.unlock();
        }
    }

    private void end(Object statement, boolean given) {
        lock.lock();
        try {
            underWay = false;
            undefined |= !given;
            inside.compareAndSet(SIGNAL, statement);
            over.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
