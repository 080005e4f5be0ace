package io.databased.internal.time;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Actions that follow after a pause, or at once when there is nothing to pause for any more.
 *
 * <p>An action is added before {@code over} is read, and {@code over} is written before the actions are read, so none is
 * forgotten; each runs once.
 */
public final class Pauses {
    private final Scheduler timer;
    private final Set<Pause> open = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    public Pauses(Scheduler timer) {
        this.timer = timer;
    }

    /** Runs the action after the pause, on any thread; it may run before this returns. */
    public Scheduler.Task pause(Duration length, Runnable then) {
        Pause pause = new Pause(then);
        open.add(pause);
        pause.task = timer.schedule(pause::end, length.toNanos());
        if (over) {
            pause.end();
        }
        return pause;
    }

    /** Whether it has come to its end. */
    public boolean isOver() {
        return over;
    }

    /** Ends the pauses, and those that are still to come. */
    public void end() {
        over = true;
        open.forEach(Pause::end);
    }

    private final class Pause implements Scheduler.Task {
        private final Runnable then;
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile Scheduler.Task task = () -> {};

        Pause(Runnable then) {
            this.then = then;
        }

        void end() {
            if (ended.compareAndSet(false, true)) {
                open.remove(this);
                task.cancel();
                then.run();
            }
        }

        @Override
        public void cancel() {
            if (ended.compareAndSet(false, true)) {
                open.remove(this);
                task.cancel();
            }
        }
    }
}
