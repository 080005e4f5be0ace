package io.databased.internal.session;

import io.databased.NotConnectedException;
import io.databased.PoolOptions;
import io.databased.PoolStats;
import io.databased.internal.pool.Lease;
import io.databased.internal.pool.Pool;
import io.databased.internal.pool.PoolEnvironment;
import io.databased.internal.pool.PoolListener;
import io.databased.internal.pool.Share;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.SessionBackend;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Connections from pools: one of the primary, and one of replicas or readers where the backend has them. */
final class PoolSource implements ConnectionSource {
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private static final String SPOILED = "a statement on it was interrupted";

    private final Engine engine;
    private final DatabaseBackend backend;
    private final Pool<PhysicalConnection> primary;
    private final @Nullable Pool<PhysicalConnection> replicas;

    PoolSource(Engine engine, PhysicalConnector ofPrimary) {
        this.engine = engine;
        this.backend = engine.settings().backend();
        PoolOptions wanted = engine.settings().pool();
        int max = wanted.maxSize().orElse(PoolOptions.DEFAULT_MAX_SIZE);
        this.primary = pool(ofPrimary, options(backend, wanted, backend.maxConnections(Role.PRIMARY, max)));
        int readers = backend.maxConnections(Role.REPLICA, max);
        this.replicas =
                readers == 0 ? null : pool(new PhysicalConnector(backend, Role.REPLICA), sized(wanted, readers));
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

    private Pool<PhysicalConnection> pool(PhysicalConnector connector, PoolOptions options) {
        PoolListener listener = new PoolListener() {
            @Override
            public void leaked(Object holder, long heldNanos) {
                engine.sessionHeldLong(holder, Duration.ofNanos(heldNanos));
            }
        };
        String name = engine.settings().url().toString();
        Pool<PhysicalConnection> pool = new Pool<>(
                name,
                connector,
                options,
                new PoolEnvironment(
                        engine.timer(),
                        Runnable::run,
                        () -> ThreadLocalRandom.current().nextDouble(),
                        listener,
                        () -> new NotConnectedException("The database was disconnected; call connect() first")));
        connector.lostTo(pool::lost);
        return pool;
    }

    @Override
    public CompletableFuture<Void> start() {
        return primary.start();
    }

    @Override
    public CompletableFuture<Held> hold(Object holder, boolean readOnly) {
        Pool<PhysicalConnection> pool = pool(readOnly);
        CompletableFuture<Lease<PhysicalConnection>> leasing = pool.lease(holder, engine.acquireTimeout());
        CompletableFuture<Held> held = new CompletableFuture<>();
        leasing.whenComplete((lease, failure) -> {
            if (failure != null) {
                held.completeExceptionally(unavailable(failure));
            } else if (!held.complete(new LeasedConnection(lease, pool))) {
                lease.release(); // nobody wants it any more
            }
        });
        held.whenComplete((done, failure) -> leasing.cancel(false));
        return held;
    }

    /** No connection is to be had: what a backend says of that is put into words for its user. */
    private Throwable unavailable(Throwable failure) {
        Throwable why = Failures.unwrap(failure);
        return why instanceof BackendException
                ? ConnectFailures.of(why, engine.settings().url())
                : why;
    }

    private Pool<PhysicalConnection> pool(boolean readOnly) {
        Pool<PhysicalConnection> readers = replicas;
        return readOnly && readers != null ? readers : primary;
    }

    @Override
    public void run(OneShot oneShot) {
        boolean marks = oneShot.prepared().marksConnection();
        if (marks || (oneShot.request.outcome().lendsThread() && backend.runsOnCallers())) {
            runAlone(oneShot, marks);
            return;
        }
        Pool<PhysicalConnection> pool = pool(oneShot.mayRead());
        Share<PhysicalConnection> share = pool.tryShare();
        if (share != null) {
            send(oneShot, share);
            return;
        }
        CompletableFuture<Share<PhysicalConnection>> coming = pool.share(engine.acquireTimeout());
        oneShot.waitsFor(coming);
        coming.whenComplete((arrived, failure) -> {
            if (failure == null) {
                send(oneShot, arrived);
            } else {
                oneShot.fail(unavailable(failure));
            }
        });
    }

    private static void send(OneShot oneShot, Share<PhysicalConnection> share) {
        SessionBackend connection = share.connection().backend();
        CompletableFuture<@Nullable BackendException> answered = oneShot.send(connection);
        if (answered == null) {
            share.release();
            return;
        }
        answered.whenComplete((failure, never) -> {
            if (isLost(failure)) {
                share.connectionFailed(failure);
            } else if (isSpoiled(oneShot, connection)) {
                share.connectionFailed(new IllegalStateException(SPOILED));
            }
            share.release();
        });
    }

    /**
     * Nobody shares the connection, because its caller uses it, or because the statement leaves a mark on it: it is reset
     * then before others have it.
     */
    private void runAlone(OneShot oneShot, boolean marks) {
        CompletableFuture<Held> coming = hold(new Holder("one-shot", oneShot.request.callSite()), oneShot.mayRead());
        oneShot.waitsFor(coming);
        coming.whenComplete((held, failure) -> {
            if (failure == null) {
                oneShot.request.outcome().advance(() -> sendAlone(oneShot, held, marks));
            } else {
                oneShot.fail(unavailable(failure));
            }
        });
    }

    private static void sendAlone(OneShot oneShot, Held held, boolean marks) {
        CompletableFuture<@Nullable BackendException> answered = oneShot.send(held.connection());
        if (answered == null) {
            held.release();
            return;
        }
        answered.whenComplete((failure, never) -> {
            if (isLost(failure)) {
                held.destroy("lost");
            } else if (isSpoiled(oneShot, held.connection())) {
                held.destroy(SPOILED);
            } else if (marks) {
                held.releaseDirty();
            } else {
                held.release();
            }
        });
    }

    private static boolean isSpoiled(OneShot oneShot, SessionBackend connection) {
        return oneShot.interrupted() && !connection.reusableAfterInterrupt();
    }

    private static boolean isLost(@Nullable BackendException failure) {
        return failure != null && (failure.effect() == Effect.CONNECTION_LOST || failure.effect() == Effect.NOT_SENT);
    }

    @Override
    public PoolStats stats() {
        return replicas == null ? primary.stats() : primary.stats().plus(replicas.stats());
    }

    /** The readers first: SQLite clears its log away when a connection that writes is the last to close. */
    @Override
    public CompletableFuture<Void> close(Duration grace) {
        return replicas == null
                ? primary.shutdown(grace)
                : CompletableFuture.allOf(replicas.shutdown(grace), primary.shutdown(grace));
    }
}
