package io.databased.internal.connection;

import io.databased.DatabaseObserver.Pool;
import io.databased.DatabaseObserver.PoolEvent.Acquired;
import io.databased.DatabaseObserver.PoolEvent.Released;
import io.databased.internal.context.Context;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** For those who observe the pool: one use of a connection, from being given to being given back. */
public final class Usage {
    private final Context context;
    private final Pool pool;
    private final long since;
    private final AtomicBoolean over = new AtomicBoolean();

    /** @param asked when the connection was asked for */
    public Usage(Context context, Line line, long asked) {
        this.context = context;
        this.pool = context.pool(line.server().role());
        this.since = context.timer().nanoTime();
        context.observers().pool(new Acquired(pool, Duration.ofNanos(since - asked)));
    }

    /** It is given back; only the first time counts. */
    public void end() {
        if (over.compareAndSet(false, true)) {
            context.observers()
                    .pool(new Released(pool, Duration.ofNanos(context.timer().nanoTime() - since)));
        }
    }
}
