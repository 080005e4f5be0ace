package io.databased.internal.pool;

import io.databased.PoolStats.Retirement;
import io.databased.internal.time.Durations;
import io.databased.internal.time.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Ends a pool in phases, each bounded: nothing is granted any more and those that wait are refused; what is in use gets
 * a grace; what is still in use then is revoked and destroyed. It is over when every connection is closed or its close
 * timeout has passed. Under the lock.
 */
final class Shutdown<C> {
    private final PoolContext<C> context;
    private final Dispatcher<C> dispatcher;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private Scheduler.@Nullable Task graceOver;
    private Scheduler.@Nullable Task report;

    Shutdown(PoolContext<C> context, Dispatcher<C> dispatcher) {
        this.context = context;
        this.dispatcher = dispatcher;
    }

    CompletableFuture<Void> over() {
        return over;
    }

    void begin(Duration grace, Throwable cause) {
        dispatcher.close(cause);
        if (grace.isZero()) {
            revokeAll();
        } else if (dispatcher.connections().size() > 0) {
            graceOver = context.scheduler.schedule(this::endGrace, grace.toNanos());
            report = context.scheduler.schedule(
                    () -> report(grace), Durations.untilReported(grace).toNanos());
        }
        completeIfOver();
    }

    /** Something was closed. */
    void completeIfOver() {
        if (dispatcher.connections().size() > 0 || dispatcher.closings().underWay() > 0) {
            return;
        }
        if (graceOver != null) {
            graceOver.cancel();
        }
        if (report != null) {
            report.cancel();
        }
        context.monitor.deliver(() -> over.complete(null));
    }

    private void report(Duration grace) {
        context.monitor.enter();
        try {
            List<Object> holders = holders();
            if (!holders.isEmpty()) {
                context.monitor.afterwards(() -> context.listener().shutdownWaits(holders, grace.toNanos()));
            }
        } finally {
            context.monitor.exit();
        }
    }

    private List<Object> holders() {
        List<Object> holders = new ArrayList<>();
        for (PoolEntry<C> entry : dispatcher.connections().snapshot()) {
            Lease<C> lease = entry.lease();
            if (lease != null) {
                holders.add(lease.holder());
            }
            for (int i = 0; i < entry.load(); i++) {
                holders.add("a statement outside of sessions");
            }
        }
        return holders;
    }

    private void endGrace() {
        context.monitor.enter();
        try {
            revokeAll();
            completeIfOver();
        } finally {
            context.monitor.exit();
        }
    }

    private void revokeAll() {
        List<Object> holders = holders();
        if (!holders.isEmpty()) {
            context.monitor.afterwards(() -> context.listener().revoked(holders));
        }
        for (PoolEntry<C> entry : dispatcher.connections().snapshot()) {
            Lease<C> lease = entry.lease();
            if (lease != null) {
                lease.end();
                Runnable revoked = lease.revoke();
                if (revoked != null) {
                    context.monitor.afterwards(revoked);
                }
            }
            dispatcher.discard(entry, Retirement.SHUTDOWN, "still in use when the grace was over");
        }
    }
}
