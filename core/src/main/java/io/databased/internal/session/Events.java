package io.databased.internal.session;

import io.databased.DatabaseListener;
import io.databased.DatabaseListener.Exchange;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Reply;
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
 * runs the queue until it is zero again.
 */
final class Events {
    private final @Nullable DatabaseListener listener;
    private final Engine engine;
    private final Queue<Consumer<DatabaseListener>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();

    Events(@Nullable DatabaseListener listener, Engine engine) {
        this.listener = listener;
        this.engine = engine;
    }

    boolean wanted() {
        return listener != null;
    }

    void exchanged(
            @Nullable String session,
            Command command,
            Duration duration,
            @Nullable Reply reply,
            @Nullable Throwable failure) {
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
                session, List.copyOf(sql), duration, rows, failure == null ? null : Failures.unwrap(failure));
        tell(told -> told.exchanged(exchange));
    }

    void tell(Consumer<DatabaseListener> event) {
        if (listener != null) {
            queue.add(event);
            if (pending.getAndIncrement() == 0) {
                engine.complete(this::drain);
            }
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
                engine.callUser("a database listener", () -> event.accept(told));
            }
        } while (pending.decrementAndGet() > 0);
    }
}
