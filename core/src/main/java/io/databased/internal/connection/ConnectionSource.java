package io.databased.internal.connection;

import io.databased.PoolStats;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where connections come from. */
public interface ConnectionSource {
    /** Proves one connection. */
    CompletableFuture<Void> start();

    /**
     * A connection for one outermost session, alone.
     *
     * @param holder named in errors of others that wait; must not keep the session reachable
     * @param limit of the wait
     */
    CompletableFuture<HeldConnection> hold(Object holder, boolean readOnly, Duration limit);

    PoolStats stats();

    /** Of the connections of one role, if there are any. */
    Optional<PoolStats> stats(PoolStats.Role role);

    /**
     * Gives back or closes everything, in phases, in bounded time. After {@link #start()} was called; also while it is under
     * way.
     */
    CompletableFuture<Void> close(Duration grace);
}
