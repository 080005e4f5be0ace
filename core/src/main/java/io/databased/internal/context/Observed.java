package io.databased.internal.context;

import io.databased.DatabaseObserver.End;
import io.databased.DatabaseObserver.Flight;
import io.databased.DatabaseObserver.Observation;
import io.databased.DatabaseObserver.Server;
import io.databased.internal.context.Observers.Watched;
import io.databased.internal.context.Observers.Watcher;
import io.databased.internal.failure.Failures;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One statement or session, for those who observe it: they are told in order, one thing at a time, and nothing after the end,
 * which is told once. Whoever makes {@code pending} leave zero tells what is in the queue until it is zero again; so nobody
 * waits for an observer but the thread that brings it news.
 */
public final class Observed {
    /** What nobody observes: it has nothing to tell. */
    public static final Observed BY_NOBODY = new Observed(List.of(), () -> 0, null);

    private final List<Watched> watched;
    private final LongSupplier nanoTime;
    private final @Nullable Observed parent;
    private final Queue<Runnable> news = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final Set<Observed> open = ConcurrentHashMap.newKeySet(1);
    private volatile long asked;
    private boolean over; // of the thread that tells

    /** @param parent the session around it, or null */
    Observed(List<Watched> watched, LongSupplier nanoTime, @Nullable Observed parent) {
        this.watched = watched;
        this.nanoTime = nanoTime;
        this.parent = parent == BY_NOBODY ? null : parent;
        if (this.parent != null) {
            this.parent.open.add(this);
        }
    }

    @Nullable
    Observation of(Watcher watcher) {
        for (Watched each : watched) {
            if (each.by() == watcher) {
                return each.observation();
            }
        }
        return null;
    }

    /** A connection is asked for. */
    public void asksForConnection() {
        if (isHeard()) {
            asked = nanoTime.getAsLong();
        }
    }

    /** It is there. */
    public void connected() {
        Duration waited = Duration.ofNanos(nanoTime.getAsLong() - asked);
        tell(observation -> observation.waited(waited));
    }

    /** The command leaves. */
    public void sent(Server to, Command command) {
        if (!isHeard()) {
            return;
        }
        List<String> sql = new ArrayList<>();
        for (Control control : command.prelude()) {
            sql.add(control.sql());
        }
        if (command.mode() != Command.Mode.CONTROL) {
            sql.add(command.sql());
        }
        Flight flight = new Flight(to, List.copyOf(sql));
        tell(observation -> observation.sent(flight));
    }

    /** The end of a statement. */
    public void answered(long rows) {
        end(observation -> observation.answered(rows), End.ANSWERED);
    }

    /** The end of a statement. */
    public void failed(Throwable failure) {
        ended(End.FAILED, failure);
    }

    /** @param failure why, unless its user wanted it so */
    public void ended(End end, @Nullable Throwable failure) {
        for (Observed child : open) { // of a session that was lost; else they have ended before
            child.ended(end, failure);
        }
        if (parent != null) {
            parent.open.remove(this);
        }
        if (failure == null) {
            end(observation -> {}, end);
        } else {
            Throwable why = Failures.unwrap(failure);
            end(observation -> observation.failed(why, Failures.kind(why)), end);
        }
    }

    private boolean isHeard() {
        return !watched.isEmpty();
    }

    private void tell(Consumer<Observation> what) {
        if (isHeard()) {
            add(() -> toAll(what));
        }
    }

    private void end(Consumer<Observation> how, End end) {
        if (isHeard()) {
            add(() -> {
                toAll(how);
                toAll(observation -> observation.ended(end));
                over = true;
            });
        }
    }

    private void toAll(Consumer<Observation> what) {
        for (Watched each : watched) {
            each.by().ask(observer -> {
                what.accept(each.observation());
                return null;
            });
        }
    }

    private void add(Runnable told) {
        news.add(told);
        if (pending.getAndIncrement() > 0) {
            return;
        }
        do {
            Runnable next = news.poll();
            if (next != null && !over) {
                next.run();
            }
        } while (pending.decrementAndGet() > 0);
    }
}
