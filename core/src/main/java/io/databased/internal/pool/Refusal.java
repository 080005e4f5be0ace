package io.databased.internal.pool;

import io.databased.AcquireTimeoutException;
import io.databased.AcquireTimeoutException.Holder;
import io.databased.AcquireTimeoutException.Reason;
import io.databased.PoolStats;
import io.databased.internal.time.Durations;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a caller gets no connection: the facts are gathered under the lock, the exception is made after it, since
 * describing a holder runs foreign code.
 */
final class Refusal<C> {
    private static final int HOLDERS_NAMED = 3;

    private final String pool;
    private final Duration timeout;
    private final int max;
    private final int waiting;
    private final PoolStats.Connections connections;
    private final List<Lease<C>> longest;
    private final @Nullable Throwable lastFailure;
    private final long sinceLastFailure;
    private final long now;

    /** Under the lock. */
    Refusal(PoolContext<C> context, Dispatcher<C> dispatcher, Duration timeout) {
        this.pool = context.name;
        this.timeout = timeout;
        this.max = context.max;
        this.waiting = dispatcher.waiters().size();
        this.now = context.now();
        this.connections = dispatcher.connections().stats(dispatcher.creations().pending());
        this.longest = dispatcher.connections().snapshot().stream()
                .map(PoolEntry::lease)
                .filter(Objects::nonNull)
                .sorted(Comparator.<Lease<C>>comparingLong(lease -> now - lease.since())
                        .reversed())
                .limit(HOLDERS_NAMED)
                .toList();
        this.lastFailure = dispatcher.creations().lastFailure();
        this.sinceLastFailure = now - dispatcher.creations().lastFailureAt();
    }

    AcquireTimeoutException queueFull() {
        String message = "No connection: " + waiting + " callers wait for one of pool '" + pool + "' already ("
                + inUse() + "); raise maxWaiting or send less at once";
        return new AcquireTimeoutException(message, null, Reason.QUEUE_FULL, timeout, holders());
    }

    AcquireTimeoutException timedOut() {
        boolean unreachable = connections.size() < max && (lastFailure != null || connections.size() == 0);
        return unreachable ? unreachable() : exhausted();
    }

    private AcquireTimeoutException exhausted() {
        List<Holder> holders = holders();
        boolean one = max == 1 && connections.size() == 1;
        String whole = (connections.size() == max ? "all " : "the ") + connections.size() + " connections";
        String message = "No connection within " + Durations.text(timeout) + ": "
                + (one ? "the only connection" : whole) + " of pool '" + pool + (one ? "' is" : "' are") + " in use ("
                + inUse() + ")";
        if (!holders.isEmpty()) {
            message += "; held longest: "
                    + holders.stream()
                            .map(holder -> holder.description() + " for " + Durations.text(holder.held()))
                            .collect(Collectors.joining(", "));
        }
        message += (connections.shared() > connections.leased()
                        ? "; look for statements that run for long, which a statementTimeout would end"
                        : "; look for a session that is never closed, or that waits for another connection inside of it")
                + (one ? "" : ", or raise maxSize");
        return new AcquireTimeoutException(message, null, Reason.EXHAUSTED, timeout, holders);
    }

    private AcquireTimeoutException unreachable() {
        String attempt = lastFailure == null
                ? "no attempt to connect has been answered yet"
                : "the last attempt failed " + Durations.text(sinceLastFailure) + " ago: " + lastFailure.getMessage();
        String message = "No connection within " + Durations.text(timeout) + ": pool '" + pool + "' has "
                + connections.size() + " of " + max + " and could not open another (" + inUse() + "); " + attempt;
        return new AcquireTimeoutException(message, lastFailure, Reason.UNREACHABLE, timeout, holders());
    }

    private String inUse() {
        return connections.leased() + " leased, " + connections.shared() + " shared, " + connections.idle() + " idle, "
                + waiting + " waiting";
    }

    private List<Holder> holders() {
        return longest.stream()
                .map(lease -> new Holder(String.valueOf(lease.holder()), Duration.ofNanos(now - lease.since())))
                .toList();
    }
}
