package io.databased.internal.context;

import io.databased.DatabaseListener;
import io.databased.DatabaseListener.Exchange;
import io.databased.internal.async.Log;
import io.databased.internal.failure.Failures;
import io.databased.internal.failure.SessionLabel;
import io.databased.internal.time.Scheduler;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Reply;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells a listener what happens, in order, one call at a time, on the executor: whoever makes {@code pending} leave zero
 * runs the queue until it is zero again. A listener that falls behind by {@value #MOST_PENDING} events misses the
 * following ones, and is reported once in the log until it has caught up.
 */
public final class Events {
    static final int MOST_PENDING = 10_000;

    private final @Nullable DatabaseListener listener;
    private final Callbacks callbacks;
    private final Scheduler clock;
    private final Queue<Consumer<DatabaseListener>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private volatile boolean missing;

    public Events(@Nullable DatabaseListener listener, Callbacks callbacks, Scheduler clock) {
        this.listener = listener;
        this.callbacks = callbacks;
        this.clock = clock;
    }

    /** When something begins that will be told as {@link #exchanged}. */
    public long start() {
        return listener == null ? 0 : clock.nanoTime();
    }

    public void exchanged(
            @Nullable String session, Command command, long start, @Nullable Reply reply, @Nullable Throwable failure) {
        if (listener == null) {
            return;
        }
        List<String> sql = new ArrayList<>();
        for (Control control : command.prelude()) {
            sql.add(control.sql());
        }
        if (command.mode() != Command.Mode.CONTROL) {
            sql.add(command.sql());
        }
        long rows =
                reply == null ? 0 : Math.max(reply.affectedRows(), reply.rows().size());
        Exchange exchange = new Exchange(
                session,
                List.copyOf(sql),
                Duration.ofNanos(clock.nanoTime() - start),
                rows,
                failure == null ? null : Failures.unwrap(failure));
        tell(told -> told.exchanged(exchange));
    }

    public void sessionLost(SessionLabel session) {
        Log.LOGGER.log(
                Level.WARNING,
                "Session ''{0}'' was never ended and became unreachable; it is rolled back. It was opened at {1}",
                session.name(),
                session.line());
        tell(told -> told.sessionLost(session.name(), session.line()));
    }

    public void sessionHeldLong(Object holder, Duration held) {
        Log.LOGGER.log(Level.WARNING, "{0} has held its connection for {1} s", holder, held.toSeconds());
        tell(told -> told.sessionHeldLong(holder.toString(), held));
    }

    private void tell(Consumer<DatabaseListener> event) {
        if (listener == null) {
            return;
        }
        if (pending.get() >= MOST_PENDING) {
            if (!missing) {
                missing = true;
                Log.LOGGER.log(
                        Level.WARNING,
                        "The database listener is {0} events behind; it misses events until it has caught up",
                        MOST_PENDING);
            }
            return;
        }
        queue.add(event);
        if (pending.getAndIncrement() == 0) {
            callbacks.run(this::drain);
        }
    }

    private void drain() {
        DatabaseListener told = listener;
        if (told == null) {
            return;
        }
        do {
            Consumer<DatabaseListener> event = queue.poll();
            if (event != null) {
                callbacks.call("a database listener", () -> event.accept(told));
            }
        } while (pending.decrementAndGet() > 0);
        missing = false;
    }
}
