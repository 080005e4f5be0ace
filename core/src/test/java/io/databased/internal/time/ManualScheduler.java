package io.databased.internal.time;

import java.time.Duration;
import java.util.PriorityQueue;

/** Virtual time: it stands still until a test moves it. For one thread. */
public final class ManualScheduler implements Scheduler {
    private final PriorityQueue<Scheduled> queue = new PriorityQueue<>();
    private long now = Long.MAX_VALUE - 1_000_000; // soon overflows, as System.nanoTime() may
    private long sequence;

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Task schedule(Runnable action, long delayNanos) {
        Scheduled task = new Scheduled(action, now + delayNanos, sequence++);
        queue.add(task);
        return () -> queue.remove(task);
    }

    /** Runs all that is due until then, each at its time. */
    public void advance(Duration by) {
        long end = now + by.toNanos();
        for (Scheduled next = queue.peek(); next != null && next.due - end <= 0; next = queue.peek()) {
            queue.remove();
            now = next.due;
            next.action.run();
        }
        now = end;
    }

    @Override
    public void close() {
        queue.clear();
    }

    public int scheduled() {
        return queue.size();
    }

    private record Scheduled(Runnable action, long due, long order) implements Comparable<Scheduled> {
        @Override
        public int compareTo(Scheduled other) {
            return due != other.due ? Long.signum(due - other.due) : Long.compare(order, other.order);
        }
    }
}
