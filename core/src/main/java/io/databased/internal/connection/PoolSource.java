package io.databased.internal.connection;

import io.databased.NotConnectedException;
import io.databased.PoolOptions;
import io.databased.PoolStats;
import io.databased.internal.context.Context;
import io.databased.internal.failure.ConnectFailures;
import io.databased.internal.failure.Failures;
import io.databased.internal.pool.Lease;
import io.databased.internal.pool.Pool;
import io.databased.internal.pool.PoolEnvironment;
import io.databased.internal.pool.Share;
import io.databased.spi.BackendException;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackend.Role;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Connections from pools: one of the primary, and one of replicas or readers where the backend has them. */
public final class PoolSource implements ConnectionSource {
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final Context context;
    private final Pool<Line> primary;
    private final @Nullable Pool<Line> replicas;

    public PoolSource(Context context, PhysicalConnector ofPrimary) {
        this.context = context;
        DatabaseBackend backend = context.settings().backend();
        PoolOptions wanted = context.settings().pool();
        int max = wanted.maxSize().orElse(PoolOptions.DEFAULT_MAX_SIZE);
        this.primary = pool(ofPrimary, options(backend, wanted, backend.maxConnections(Role.PRIMARY, max)));
        int readers = backend.maxConnections(Role.REPLICA, max);
        this.replicas = readers == 0
                ? null
                : pool(
                        new PhysicalConnector(backend, Role.REPLICA, context.timer(), context.closeTimeout()),
                        sized(wanted, readers));
    }

    private static PoolOptions options(DatabaseBackend backend, PoolOptions wanted, int max) {
        return backend.connectionsHoldData()
                ? sized(wanted, max).toBuilder()
                        .minSize(max)
                        .idleTimeout(FOR_EVER)
                        .maxLifetime(FOR_EVER)
                        .build()
                : sized(wanted, max);
    }

    private static PoolOptions sized(PoolOptions wanted, int max) {
        return wanted.toBuilder()
                .minSize(Math.min(wanted.minSize(), max))
                .maxSize(max)
                .build();
    }

    private Pool<Line> pool(PhysicalConnector connector, PoolOptions options) {
        Pool<Line> pool = new Pool<>(
                context.settings().url().toString(),
                connector,
                options,
                new PoolEnvironment(
                        context.timer(),
                        Runnable::run,
                        context::random,
                        new PoolEvents(context, connector.role()),
                        () -> new NotConnectedException("The database was disconnected; call connect() first")));
        connector.lostTo(pool::lost);
        return pool;
    }

    @Override
    public CompletableFuture<Void> start() {
        return primary.start();
    }

    @Override
    public CompletableFuture<HeldConnection> hold(Object holder, boolean readOnly, Duration limit) {
        Pool<Line> pool = pool(readOnly);
        long asked = context.observers().now();
        CompletableFuture<Lease<Line>> leasing = pool.lease(holder, limit);
        CompletableFuture<HeldConnection> held = new CompletableFuture<>();
        leasing.whenComplete((lease, failure) -> {
            if (failure != null) {
                held.completeExceptionally(unavailable(failure));
            } else if (!held.complete(leased(lease, asked))) {
                lease.release(); // nobody wants it any more
            }
        });
        held.whenComplete((done, failure) -> leasing.cancel(false));
        return held;
    }

    private LeasedConnection leased(Lease<Line> lease, long asked) {
        boolean observed = !context.observers().isEmpty();
        return new LeasedConnection(
                lease, context.closeTimeout(), observed ? new Usage(context, lease.connection(), asked) : null);
    }

    /** A share if there is one at once; otherwise null, and {@link #share} is for those that can wait. */
    public @Nullable Share<Line> tryShare(boolean readOnly) {
        return pool(readOnly).tryShare();
    }

    /** A share of the least busy connection. */
    public CompletableFuture<Share<Line>> share(boolean readOnly) {
        return pool(readOnly).share(context.acquireTimeout());
    }

    /** No connection could be got: what a backend says of that is put into words for its user. */
    public Throwable unavailable(Throwable failure) {
        Throwable why = Failures.unwrap(failure);
        return why instanceof BackendException
                ? ConnectFailures.of(why, context.settings().url())
                : why;
    }

    private Pool<Line> pool(boolean readOnly) {
        Pool<Line> readers = replicas;
        return readOnly && readers != null ? readers : primary;
    }

    @Override
    public PoolStats stats() {
        return replicas == null ? primary.stats() : primary.stats().plus(replicas.stats());
    }

    @Override
    public Optional<PoolStats> stats(PoolStats.Role role) {
        Pool<Line> of = role == PoolStats.Role.PRIMARY ? primary : replicas;
        return of == null ? Optional.empty() : Optional.of(of.stats());
    }

    /** The readers first: SQLite clears its log away when a connection that writes is the last to close. */
    @Override
    public CompletableFuture<Void> close(Duration grace) {
        return replicas == null
                ? primary.shutdown(grace)
                : CompletableFuture.allOf(replicas.shutdown(grace), primary.shutdown(grace));
    }
}
