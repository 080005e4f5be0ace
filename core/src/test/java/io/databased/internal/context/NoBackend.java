package io.databased.internal.context;

import io.databased.spi.DatabaseBackend;
import io.databased.spi.SessionBackend;
import io.databased.spi.SqlDialect;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Is never connected to. */
record NoBackend() implements DatabaseBackend {
    @Override
    public SqlDialect dialect() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int maxConnections(Role role, int wanted) {
        return 0;
    }

    @Override
    public CompletionStage<SessionBackend> open(Role role) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException());
    }

    @Override
    public boolean permanent(Throwable openFailure) {
        return true;
    }

    @Override
    public boolean onBackendThread() {
        return false;
    }

    @Override
    public CompletionStage<Void> close() {
        return CompletableFuture.completedFuture(null);
    }
}
