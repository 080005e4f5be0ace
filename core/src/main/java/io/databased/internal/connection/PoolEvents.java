package io.databased.internal.connection;

import io.databased.DatabaseObserver.Pool;
import io.databased.DatabaseObserver.PoolEvent;
import io.databased.PoolStats.Retirement;
import io.databased.PoolStats.Role;
import io.databased.internal.async.Log;
import io.databased.internal.context.Context;
import io.databased.internal.pool.PoolListener;
import io.databased.internal.time.Durations;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/** What happens in a pool, told to those who observe the database. */
final class PoolEvents implements PoolListener {
    private final Context context;
    private final Pool pool;
    private volatile boolean opened;

    PoolEvents(Context context, Role role) {
        this.context = context;
        this.pool = context.pool(role);
    }

    private void tell(PoolEvent event) {
        context.observers().pool(event);
    }

    @Override
    public void created(long tookNanos) {
        opened = true;
        context.observers().noticeLevel();
        tell(new PoolEvent.Created(pool, Duration.ofNanos(tookNanos)));
    }

    @Override
    public void createFailed(Throwable failure, int failures, boolean permanent) {
        if (failures == 1 && (opened || pool.role() == Role.REPLICA)) { // else connect() tells it
            String then = permanent ? "those who wait are told" : "it is tried again for those who wait";
            Log.Pool.LOGGER.log(Level.WARNING, "{0}; {1}", failure.getMessage(), then);
        }
        tell(new PoolEvent.ConnectFailed(pool, failure, failures));
    }

    @Override
    public void recovered(int failures, long afterNanos) {
        Log.Pool.LOGGER.log(
                Level.INFO,
                "{0} can be connected to again, after {1} failed attempts in {2} ms",
                pool.url(),
                failures,
                afterNanos / 1_000_000);
        tell(new PoolEvent.ConnectSucceeded(pool, failures, Duration.ofNanos(afterNanos)));
    }

    @Override
    public void destroyed(Retirement reason, String detail) {
        Log.Pool.LOGGER.log(
                Level.DEBUG,
                "a connection to {0} is closed: {1}",
                pool.url(),
                detail.isEmpty() ? reason : reason + ", " + detail);
        tell(new PoolEvent.Closed(pool, reason));
    }

    @Override
    public void closeFailed(Throwable failure) {
        Log.Pool.LOGGER.log(Level.DEBUG, "closing a connection failed", failure);
    }

    @Override
    public void timedOut(long waitedNanos) {
        tell(new PoolEvent.TimedOut(pool, Duration.ofNanos(waitedNanos)));
    }

    @Override
    public void shutdownWaits(List<?> holders, long graceNanos) {
        Farewells.waits(pool.url(), holders, graceNanos);
    }

    @Override
    public void revoked(List<?> holders) {
        Farewells.over(pool.url(), holders);
    }

    @Override
    public void leaked(Object holder, long heldNanos) {
        Duration held = Duration.ofNanos(heldNanos);
        Log.LOGGER.log(Level.WARNING, "{0} has held its connection for {1}", holder, Durations.text(held));
        tell(new PoolEvent.SessionHeldLong(pool, holder.toString(), held));
    }
}
