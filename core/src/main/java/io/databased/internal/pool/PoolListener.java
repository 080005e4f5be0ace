package io.databased.internal.pool;

import io.databased.PoolStats.Retirement;
import java.util.List;

/** Told what happens in a pool, on whatever thread it happens, never under the pool's lock. */
public interface PoolListener {
    /** A connection was opened and joined the pool. */
    default void created(long tookNanos) {}

    /**
     * Opening a connection failed, or took longer than the login timeout.
     *
     * @param permanent whether those who wait are told, and it is not tried again for them
     */
    default void createFailed(Throwable failure, int failuresInARow, boolean permanent) {}

    /** Opening a connection succeeded after it had failed. */
    default void recovered(int failures, long nanosSinceTheFirst) {}

    /** A connection left the pool and is being closed. */
    default void destroyed(Retirement reason, String detail) {}

    /** Closing a connection failed, or took longer than the close timeout. */
    default void closeFailed(Throwable failure) {}

    /** A caller was refused: it has waited for too long, or too many waited already. */
    default void timedOut(long waitedNanos) {}

    /** The pool shuts down, and waits for what is still in use. */
    default void shutdownWaits(List<?> holders, long graceNanos) {}

    /** The pool shuts down, and the grace is over: their connections are closed under them. */
    default void revoked(List<?> holders) {}

    /** A lease is held for longer than the leak threshold; told once for each lease. */
    default void leaked(Object holder, long heldNanos) {}
}
