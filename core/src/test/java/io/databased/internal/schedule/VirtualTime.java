package io.databased.internal.schedule;

import io.databased.internal.time.Scheduler;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Time that stands still until it is run: whatever is due at the same moment happens in a random order. For one thread. */
final class VirtualTime {
    static final long MILLISECOND = 1_000_000;

    /** So that the clock of the core overflows soon, as System.nanoTime() may. */
    private static final long OFFSET = Long.MAX_VALUE - 200 * MILLISECOND;

    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private final SplittableRandom random;
    private final Consumer<Throwable> uncaught;
    private long now;
    private long sequence;
    private long happened;

    VirtualTime(SplittableRandom random, Consumer<Throwable> uncaught) {
        this.random = random;
        this.uncaught = uncaught;
    }

    long now() {
        return now;
    }

    /** How much has happened. */
    long happened() {
        return happened;
    }

    boolean isQuiet() {
        forgetDead();
        return queue.isEmpty();
    }

    private void forgetDead() {
        while (!queue.isEmpty() && queue.peek().isDead()) {
            queue.remove();
        }
    }

    Event after(long nanos, Runnable action) {
        return add(new Event(action, now + nanos, random.nextInt(), sequence++));
    }

    private Event add(Event event) {
        queue.add(event);
        return event;
    }

    void cancel(Event event) {
        event.cancelled = true;
    }

    /** Runs what is due until then, each at its time. */
    void runUntil(long end) {
        for (Event next = queue.peek(); next != null && next.due <= end; next = queue.peek()) {
            queue.remove();
            if (next.isDead()) {
                continue;
            }
            now = next.due;
            happened++;
            try {
                next.action.run();
            } catch (Throwable thrown) {
                uncaught.accept(thrown);
            }
        }
        now = Math.max(now, end);
    }

    /** Runs until nothing is left to happen, but not beyond the end. */
    void runUntilQuiet(long end) {
        while (!isQuiet() && now < end) {
            runUntil(Math.min(end, queue.peek().due));
        }
    }

    /** The time of a database, as long as it is connected. */
    Scheduler forDatabase() {
        return new DatabaseTime();
    }

    /** Something that will happen. */
    static final class Event implements Comparable<Event> {
        private final Runnable action;
        private final long due;
        private final int dice;
        private final long order;
        private boolean cancelled;
        private @Nullable DatabaseTime of;

        private Event(Runnable action, long due, int dice, long order) {
            this.action = action;
            this.due = due;
            this.dice = dice;
            this.order = order;
        }

        private boolean isDead() {
            return cancelled || (of != null && of.closed);
        }

        @Override
        public int compareTo(Event other) {
            return due != other.due
                    ? Long.compare(due, other.due)
                    : dice != other.dice ? Integer.compare(dice, other.dice) : Long.compare(order, other.order);
        }
    }

    /** Forgets what was scheduled when it is closed, as the real timer does. */
    private final class DatabaseTime implements Scheduler {
        private boolean closed;

        @Override
        public long nanoTime() {
            return OFFSET + now;
        }

        @Override
        public Task schedule(Runnable action, long delayNanos) {
            if (closed) {
                return () -> {};
            }
            Event event = after(delayNanos, action);
            event.of = this;
            return () -> cancel(event);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
