package io.databased.vertx;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** An event loop in virtual time: what is due runs in order, and time passes only when nothing is. Keeps a trace on demand. */
final class VirtualLoop implements Loop {
    private record Task(long at, long number, Runnable action) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private final List<String> trace = new ArrayList<>();
    private final boolean tracing;
    private long nowMicros;
    private long count;

    VirtualLoop(boolean tracing) {
        this.tracing = tracing;
    }

    @Override
    public void run(Runnable action) {
        after(0, action);
    }

    @Override
    public void runAfter(long millis, Runnable action) {
        after(millis * 1000, action);
    }

    void after(long micros, Runnable action) {
        tasks.add(new Task(nowMicros + micros, count++, action));
    }

    long now() {
        return nowMicros;
    }

    /** Runs until nothing is left to do, or that much was done. */
    boolean runAll(int most) {
        for (int done = 0; done < most; done++) {
            Task task = tasks.poll();
            if (task == null) {
                return true;
            }
            nowMicros = task.at;
            task.action.run();
        }
        return false;
    }

    void trace(String what, Object... about) {
        if (tracing) {
            trace.add(String.format("%12d µs  ", nowMicros) + String.format(what, about));
        }
    }

    List<String> trace() {
        return trace;
    }
}
