package io.databased.internal.session;

import java.util.concurrent.CompletableFuture;

/** What lives from one connect to the next disconnect. */
final class Generation {
    private final Engine engine;
    private final PoolSource pool;
    private final ConnectionSource source;

    Generation(Settings settings, Blueprint blueprint) {
        this.engine = new Engine(settings, blueprint);
        this.pool = new PoolSource(engine);
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
            CompletionExecutors.shared().execute(() -> engine.callUser("warming up", new WarmUp(engine)));
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
        return down.handle((done, failure) -> engine.settings()
                        .backend()
                        .close()
                        .handle((closed, ignored) -> {
                            engine.stopTimer();
                            return failure == null
                                    ? CompletableFuture.<Void>completedFuture(null)
                                    : CompletableFuture.<Void>failedFuture(Failures.unwrap(failure));
                        })
                        .thenCompose(result -> result)
                        .toCompletableFuture())
                .thenCompose(result -> result);
    }
}
