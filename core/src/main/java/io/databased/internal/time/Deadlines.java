package io.databased.internal.time;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Far deadlines, nearly all of which are cancelled before they are due: a wheel of buckets, one for each tick, so that
 * setting and cancelling one is cheap and wakes no thread. What is due soon goes to the exact timer, so a deadline is never
 * early, and no later than that timer is.
 *
 * <p>{@code turning} is true while a tick is scheduled; who adds to a wheel that stands still sets it going. The wheel stops
 * when its buckets are empty, and looks once more after it has said so.
 *
 * <p>Who adds may be held up for so long that the wheel has passed the bucket. So a tick says which bucket it looks at before
 * it does, and who adds looks at that afterwards: one of the two takes the deadline out.
 */
final class Deadlines {
    /** Nearer ones are left to the exact timer. */
    static final long NEAR = TimeUnit.SECONDS.toNanos(1);

    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int BUCKETS = 256;

    /** Runs an action after a delay, as exactly as it can. */
    interface ExactTimer {
        Scheduler.Task schedule(Runnable action, long delayNanos);
    }

    private final LongSupplier clock;
    private final ExactTimer timer;
    private final long start;
    private final Bucket[] buckets = new Bucket[BUCKETS];
    private final AtomicBoolean turning = new AtomicBoolean();
    private volatile long lookedAt; // the last tick whose bucket was, or is; written by whoever turns the wheel

    Deadlines(LongSupplier clock, ExactTimer timer) {
        this.clock = clock;
        this.timer = timer;
        this.start = clock.getAsLong();
        for (int i = 0; i < BUCKETS; i++) {
            buckets[i] = new Bucket();
        }
    }

    /** Sets a deadline that is at least {@link #NEAR} away. */
    Scheduler.Task set(Runnable action, long delayNanos) {
        long due = clock.getAsLong() - start + delayNanos;
        Deadline deadline = new Deadline(action, due, buckets[bucketOf(due / TICK)]);
        deadline.bucket.add(deadline);
        if (!turning.get() && turning.compareAndSet(false, true)) {
            startTurning();
        }
        if (due / TICK <= lookedAt && deadline.bucket.remove(deadline)) {
            arm(deadline);
        }
        return deadline;
    }

    private static int bucketOf(long tick) {
        return Math.floorMod(tick, BUCKETS);
    }

    private void startTurning() {
        lookedAt = (clock.getAsLong() - start) / TICK - BUCKETS; // all are looked at the first time
        nextTick();
    }

    private void nextTick() {
        timer.schedule(this::tick, TICK - (clock.getAsLong() - start) % TICK);
    }

    /** Looks at the buckets up to the next tick's, all that were passed over if this comes late among them. */
    private void tick() {
        long next = (clock.getAsLong() - start) / TICK + 1;
        for (long tick = Math.max(lookedAt + 1, next - BUCKETS + 1); tick <= next; tick++) {
            lookedAt = tick;
            buckets[bucketOf(tick)].takeDue((next + 1) * TICK, this::arm);
        }
        if (anyLeft()) {
            nextTick();
            return;
        }
        turning.set(false);
        if (anyLeft() && turning.compareAndSet(false, true)) {
            startTurning();
        }
    }

    private void arm(Deadline deadline) {
        long left = deadline.due - (clock.getAsLong() - start);
        deadline.armed(timer.schedule(deadline, Math.max(1, left)));
    }

    private boolean anyLeft() {
        for (Bucket bucket : buckets) {
            if (!bucket.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The deadlines that fall into one tick of some turn of the wheel. */
    private static final class Bucket {
        private final ReentrantLock lock = new ReentrantLock();
        private final Set<Deadline> deadlines = new HashSet<>(); // guarded by the lock
        private volatile int size;

        void add(Deadline deadline) {
            lock.lock();
            try {
                deadlines.add(deadline);
                size = deadlines.size();
            } finally {
                lock.unlock();
            }
        }

        /** Returns whether it was there. */
        boolean remove(Deadline deadline) {
            lock.lock();
            try {
                boolean removed = deadlines.remove(deadline);
                size = deadlines.size();
                return removed;
            } finally {
                lock.unlock();
            }
        }

        boolean isEmpty() {
            return size == 0;
        }

        /** Takes out what is due by then; what is of a later turn stays. */
        void takeDue(long by, Consumer<Deadline> action) {
            if (isEmpty()) {
                return;
            }
            lock.lock();
            try {
                deadlines.removeIf(deadline -> {
                    boolean due = deadline.due <= by;
                    if (due) {
                        action.accept(deadline);
                    }
                    return due;
                });
                size = deadlines.size();
            } finally {
                lock.unlock();
            }
        }
    }

    /** One deadline: in its bucket, then with the exact timer, unless it is cancelled before. */
    private static final class Deadline implements Scheduler.Task, Runnable {
        private final Runnable action;
        private final long due;
        private final Bucket bucket;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile Scheduler.Task armed = () -> {};

        Deadline(Runnable action, long due, Bucket bucket) {
            this.action = action;
            this.due = due;
            this.bucket = bucket;
        }

        void armed(Scheduler.Task task) {
            armed = task;
            if (over.get()) {
                task.cancel();
            }
        }

        @Override
        public void run() {
            if (over.compareAndSet(false, true)) {
                action.run();
            }
        }

        @Override
        public void cancel() {
            if (over.compareAndSet(false, true)) {
                bucket.remove(this);
                armed.cancel();
            }
        }
    }
}
