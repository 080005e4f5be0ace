package io.databased.internal.context;

import io.databased.DatabaseObserver;
import io.databased.PoolStats;
import io.databased.internal.failure.CallSite;
import io.databased.internal.failure.Opening;
import io.databased.internal.time.Pauses;
import io.databased.internal.time.Scheduler;
import io.databased.spi.SqlDialect;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions and one-shots of one connected database share: its parts, from connect to disconnect.
 *
 * @param settings what the database was built with
 * @param lasting what it keeps from one connect to the next
 * @param observers who watches it
 * @param timer of this connect
 * @param waits for others' sessions; they end with this connect
 */
public record Context(Settings settings, Lasting lasting, Observers observers, Scheduler timer, Pauses waits) {
    public Queries queries() {
        return lasting.queries();
    }

    public Callbacks callbacks() {
        return lasting.callbacks();
    }

    /** The next name for a session whose user gave it none. */
    public String sessionName() {
        return "session-" + lasting.sessions().incrementAndGet();
    }

    /** What a pool of this database is known by. */
    public DatabaseObserver.Pool pool(PoolStats.Role role) {
        return new DatabaseObserver.Pool(settings.url(), role);
    }

    /** The text of transaction control. */
    public TransactionSql transactionSql() {
        return lasting.transactionSql();
    }

    public SqlDialect dialect() {
        return settings.backend().dialect();
    }

    /** How long a statement may wait for a connection or for its turn. */
    public Duration acquireTimeout() {
        return settings.pool().acquireTimeout();
    }

    /** How long undoing, resetting or closing may go unanswered. */
    public Duration closeTimeout() {
        return settings.pool().closeTimeout();
    }

    public Duration commitTimeout() {
        return settings.limits().commit();
    }

    /** Of statements whose session does not say otherwise; null for none. */
    public @Nullable Duration statementTimeout() {
        return settings.limits().statement();
    }

    public Scheduler.Task after(Duration delay, Runnable action) {
        return timer.schedule(action, delay.toNanos());
    }

    /** Between 0 and 1, for jitter. */
    public double random() {
        return settings.limits().clock().random().getAsDouble();
    }

    /** The caller's line, taken now; null if lines are not wanted. */
    public @Nullable CallSite callSite() {
        return notesCallSites() ? Opening.here() : null;
    }

    public boolean notesCallSites() {
        return settings.callbacks().callerLines();
    }
}
