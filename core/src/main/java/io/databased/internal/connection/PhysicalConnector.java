package io.databased.internal.connection;

import io.databased.PoolStats;
import io.databased.internal.failure.Failures;
import io.databased.internal.pool.Connector;
import io.databased.internal.time.Scheduler;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.SessionBackend;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens the connections of one role for a pool, and tells the pool which are lost. */
public final class PhysicalConnector implements Connector<Line> {
    private final DatabaseBackend backend;
    private final Role role;
    private final Scheduler timer;
    private final Duration closeTimeout;
    private final AtomicReference<@Nullable CompletionStage<SessionBackend>> ahead = new AtomicReference<>();
    private volatile Consumer<Line> pool = line -> {};

    /** @param closeTimeout how long the pool waits for a connection to close */
    public PhysicalConnector(DatabaseBackend backend, Role role, Scheduler timer, Duration closeTimeout) {
        this.backend = backend;
        this.role = role;
        this.timer = timer;
        this.closeTimeout = closeTimeout;
    }

    /** Begins to open what the pool will ask for first, before there is a pool. */
    public void openAhead() {
        ahead.set(Call.ask(() -> backend.open(role)));
    }

    /** Before the pool opens anything. */
    void lostTo(Consumer<Line> lost) {
        pool = lost;
    }

    /** In the words of users. */
    PoolStats.Role role() {
        return role == Role.PRIMARY ? PoolStats.Role.PRIMARY : PoolStats.Role.REPLICA;
    }

    @Override
    public CompletionStage<Line> connect() {
        CompletionStage<SessionBackend> begun = ahead.getAndSet(null);
        return (begun == null ? backend.open(role) : begun).thenApply(opened -> {
            Line line = new Line(opened, role(), timer, closeTimeout);
            line.lostTo(pool);
            return line;
        });
    }

    @Override
    public CompletionStage<?> validate(Line line) {
        return line.backend().validate();
    }

    @Override
    public CompletionStage<?> close(Line line) {
        return line.close();
    }

    @Override
    public boolean isAlive(Line line) {
        return !line.isLost();
    }

    /** One-shots depend on nothing before them; how many queue on a connection is the pool's option. */
    @Override
    public int maxPipelined(Line line) {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean isPermanent(Throwable connectFailure) {
        return backend.permanent(Failures.unwrap(connectFailure));
    }
}
