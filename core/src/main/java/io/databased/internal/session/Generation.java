package io.databased.internal.session;

import io.databased.spi.DatabaseBackend.Role;
import java.util.concurrent.CompletableFuture;

/** What lives from one connect to the next disconnect. */
final class Generation {
    private final Engine engine;
    private final PoolSource pool;
    private final ConnectionSource source;

    /** Begins to connect. A driver takes its time, in which everything else is made. */
    Generation(Settings settings, Blueprint blueprint) {
        PhysicalConnector first = new PhysicalConnector(settings.backend(), Role.PRIMARY);
        first.openAhead();
        this.engine = new Engine(settings, blueprint);
        this.pool = new PoolSource(engine, first);
        this.source = settings.forceRollback() ? new ForceRollbackSource(engine, pool) : pool;
    }

    Engine engine() {
        return engine;
    }

    ConnectionSource source() {
        return source;
    }

    /** Proves one connection. */
    CompletableFuture<Void> start() {
        CompletableFuture<Void> started = source.start();
        if (!started.isDone()) {
            WarmUp.once(engine);
        }
        return started;
    }

    /** Ends in phases, giving sessions their grace. */
    CompletableFuture<Void> stop() {
        return ended(source.close(engine.settings().pool().disconnectGrace()));
    }

    /** Ends at once what was never connected. */
    CompletableFuture<Void> abort() {
        return ended(pool.close(java.time.Duration.ZERO));
    }

    private CompletableFuture<Void> ended(CompletableFuture<Void> down) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        down.whenComplete((done, failure) -> engine.settings().backend().close().whenComplete((closed, ignored) -> {
            engine.stopTimer();
            if (failure == null) {
                ended.complete(null);
            } else {
                ended.completeExceptionally(Failures.unwrap(failure));
            }
        }));
        return ended;
    }
}
