package io.databased.internal.database;

import io.databased.internal.connection.Call;
import io.databased.internal.connection.DatabaseConnections;
import io.databased.internal.connection.ForceRollbackSource;
import io.databased.internal.connection.PhysicalConnector;
import io.databased.internal.connection.PoolSource;
import io.databased.internal.context.Context;
import io.databased.internal.context.Lasting;
import io.databased.internal.context.Observers;
import io.databased.internal.context.Settings;
import io.databased.internal.failure.Failures;
import io.databased.internal.time.Pauses;
import io.databased.internal.time.Scheduler;
import io.databased.spi.DatabaseBackend.Role;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What lives from one connect to the next disconnect. */
final class Connected {
    private final Context context;
    private final Pauses retries;
    private final PoolSource pool;
    private final DatabaseConnections source;
    private final OneShots oneShots;

    /** Begins to connect. A driver takes its time, in which everything else is made. */
    Connected(Settings settings, Lasting lasting) {
        Scheduler timer = settings.limits().clock().time().get();
        PhysicalConnector first = new PhysicalConnector(settings, lasting, Role.PRIMARY, timer);
        first.openAhead();
        try {
            this.context = new Context(settings, lasting, new Observers(settings, timer), timer, new Pauses(timer));
            this.retries = new Pauses(timer);
            this.pool = new PoolSource(context, first);
            if (settings.forceRollback()) {
                ForceRollbackSource forced = new ForceRollbackSource(context, pool);
                this.source = forced;
                this.oneShots = new NestedOneShots(context, forced.ofOneShots());
            } else {
                this.source = pool;
                this.oneShots = new SharingOneShots(context, pool);
            }
        } catch (Throwable defect) { // of a backend
            first.closeAhead();
            timer.close();
            throw defect;
        }
    }

    Context context() {
        return context;
    }

    PoolSource pool() {
        return pool;
    }

    DatabaseConnections source() {
        return source;
    }

    OneShots oneShots() {
        return oneShots;
    }

    /** The pauses before work is run again; they end when this does, and no session is opened any more. */
    Pauses retries() {
        return retries;
    }

    /** Proves one connection. */
    CompletableFuture<Void> start() {
        return source.start();
    }

    /** Ends in phases, giving sessions their grace. */
    CompletableFuture<Void> stop() {
        retries.end();
        return ended(source.close(context.settings().pool().disconnectGrace()));
    }

    /** Ends at once what was never connected. */
    CompletableFuture<Void> abort() {
        retries.end();
        return ended(pool.close(Duration.ZERO));
    }

    private CompletableFuture<Void> ended(CompletableFuture<Void> down) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        down.whenComplete((done, failure) -> {
            context.waits().end(); // of sessions that had no connection to lose
            closeBackend().whenComplete((closed, ignored) -> {
                context.timer().close();
                if (failure == null) {
                    ended.complete(null);
                } else {
                    ended.completeExceptionally(Failures.unwrap(failure));
                }
            });
        });
        return ended;
    }

    /** What the connections shared goes in its own time, if it takes too much. */
    private CompletableFuture<Void> closeBackend() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Scheduler.Task limit = context.after(context.closeTimeout(), () -> closed.complete(null));
        Call.ask(context.settings().backend()::close).whenComplete((done, failure) -> closed.complete(null));
        return closed.whenComplete((done, failure) -> limit.cancel());
    }
}
