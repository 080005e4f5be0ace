package io.databased.internal.connection;

import io.databased.PoolStats;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** All connections of one database, from connecting to disconnecting. */
public interface DatabaseConnections extends ConnectionSource {
    /** Proves one connection. */
    CompletableFuture<Void> start();

    PoolStats stats();

    /** Of the connections of one role, if there are any. */
    Optional<PoolStats> stats(PoolStats.Role role);

    /**
     * Gives back or closes everything, in phases, in bounded time. After {@link #start()} was called; also while it is under
     * way.
     */
    CompletableFuture<Void> close(Duration grace);
}
