package io.databased.internal.connection;

import io.databased.NotConnectedException;
import io.databased.PoolOptions;
import io.databased.PoolStats;
import io.databased.internal.context.Context;
import io.databased.internal.failure.Failures;
import io.databased.internal.pool.Lease;
import io.databased.internal.pool.Pool;
import io.databased.internal.pool.PoolEnvironment;
import io.databased.internal.pool.Share;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackend.Role;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Connections from pools: one of the primary, and one of replicas or readers where the backend has them. */
public final class PoolSource implements DatabaseConnections {
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final Context context;
    private final DatabaseBackend backend;
    private final Pool<Line> primary;
    private final @Nullable Pool<Line> replicas;

    public PoolSource(Context context, PhysicalConnector ofPrimary) {
        this.context = context;
        this.backend = context.settings().backend();
        PoolOptions wanted = context.settings().pool();
        int min = wanted.minSize();
        int max = wanted.maxSize().orElse(Math.max(PoolOptions.DEFAULT_MAX_SIZE, min));
        Size ofReplicas = size(Role.REPLICA, min, max);
        this.primary = pool(ofPrimary, lasting(size(Role.PRIMARY, min, max).of(wanted)));
        this.replicas = ofReplicas.max == 0
                ? null
                : pool(
                        new PhysicalConnector(context.settings(), context.lasting(), Role.REPLICA, context.timer()),
                        ofReplicas.of(wanted));
    }

    /** Of one pool. */
    private record Size(int min, int max) {
        PoolOptions of(PoolOptions wanted) {
            return wanted.toBuilder().minSize(min).maxSize(max).build();
        }
    }

    /** What the backend makes of what was asked for. */
    private Size size(Role role, int min, int max) {
        int most = backend.maxConnections(role, max);
        boolean keepsAll = role == Role.PRIMARY && backend.connectionsHoldData();
        return new Size(keepsAll ? most : Math.min(min, most), most);
    }

    private PoolOptions lasting(PoolOptions options) {
        PoolOptions.Builder lasting = options.toBuilder();
        if (backend.connectionsHoldData()) {
            lasting.idleTimeout(FOR_EVER).maxLifetime(FOR_EVER);
        }
        if (context.settings().forceRollback() && options.leakThreshold().isPresent()) {
            lasting.leakThreshold(FOR_EVER); // sessions are watched where they take turns
        }
        return lasting.build();
    }

    private Pool<Line> pool(PhysicalConnector connector, PoolOptions options) {
        Pool<Line> pool = new Pool<>(
                context.settings().url().toString(),
                connector,
                options,
                new PoolEnvironment(
                        context.timer(),
                        context::random,
                        new PoolEvents(context, connector.role()),
                        () -> new NotConnectedException(
                                "Database " + context.settings().url()
                                        + " is not connected any more; nothing was sent. After connect() make a new session")));
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
                held.completeExceptionally(Failures.unwrap(failure));
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

    private Pool<Line> pool(boolean readOnly) {
        Pool<Line> readers = replicas;
        return readOnly && readers != null ? readers : primary;
    }

    /** As {@link io.databased.Database#resizePool}. */
    public void resize(int min, int max) {
        if (min < 0 || max < 1 || min > max) {
            throw new IllegalArgumentException("A pool cannot have between " + min + " and " + max
                    + " connections; the least is 0 or more, the most 1 or more, and not below the least");
        }
        resize(primary, size(Role.PRIMARY, min, max));
        if (replicas != null) {
            resize(replicas, size(Role.REPLICA, min, max));
        }
    }

    private static void resize(Pool<Line> pool, Size size) {
        pool.resize(size.min, size.max);
    }

    /** As {@link io.databased.Database#evictConnections()}. */
    public void evict() {
        if (backend.connectionsHoldData()) {
            throw new IllegalStateException("The connections to "
                    + context.settings().url() + " hold its data: nothing was closed. Disconnect to let go of both");
        }
        primary.evict();
        if (replicas != null) {
            replicas.evict();
        }
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
