package io.databased.internal.connection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Where connections come from. */
public interface ConnectionSource {
    /**
     * A connection for one outermost session, alone.
     *
     * @param holder named in errors of others that wait; must not keep the session reachable
     * @param limit of the wait
     */
    CompletableFuture<HeldConnection> hold(Object holder, boolean readOnly, Duration limit);
}
