package io.databased.internal.session;

import io.databased.internal.pool.Connector;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.SessionBackend;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens the connections of one role for a pool, and tells the pool which are lost. */
final class PhysicalConnector implements Connector<PhysicalConnection> {
    private final DatabaseBackend backend;
    private final Role role;
    private final AtomicReference<@Nullable CompletionStage<SessionBackend>> ahead = new AtomicReference<>();
    private volatile Consumer<PhysicalConnection> pool = connection -> {};

    PhysicalConnector(DatabaseBackend backend, Role role) {
        this.backend = backend;
        this.role = role;
    }

    /** Begins to open what the pool will ask for first, before there is a pool. */
    void openAhead() {
        try {
            ahead.set(backend.open(role));
        } catch (Throwable failure) { // for the pool to report
            ahead.set(CompletableFuture.failedFuture(failure));
        }
    }

    /** Before the pool opens anything. */
    void lostTo(Consumer<PhysicalConnection> lost) {
        pool = lost;
    }

    @Override
    public CompletionStage<PhysicalConnection> connect() {
        CompletionStage<SessionBackend> begun = ahead.getAndSet(null);
        return (begun == null ? backend.open(role) : begun).thenApply(opened -> {
            PhysicalConnection connection = new PhysicalConnection(opened);
            opened.onLost(cause -> {
                connection.lose();
                pool.accept(connection);
            });
            return connection;
        });
    }

    @Override
    public CompletionStage<?> validate(PhysicalConnection connection) {
        return connection.backend().validate();
    }

    @Override
    public CompletionStage<?> close(PhysicalConnection connection) {
        return connection.backend().close();
    }

    @Override
    public boolean isAlive(PhysicalConnection connection) {
        return !connection.isLost();
    }

    /** One-shots depend on nothing before them; how many queue on a connection is the pool's option. */
    @Override
    public int maxPipelined(PhysicalConnection connection) {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean isPermanent(Throwable connectFailure) {
        return backend.permanent(Failures.unwrap(connectFailure));
    }
}
