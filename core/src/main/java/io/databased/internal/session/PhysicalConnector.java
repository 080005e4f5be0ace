package io.databased.internal.session;

import io.databased.internal.pool.Connector;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackend.Role;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Opens the connections of one role for a pool, and tells the pool which are lost. */
final class PhysicalConnector implements Connector<PhysicalConnection> {
    private final DatabaseBackend backend;
    private final Role role;
    private volatile Consumer<PhysicalConnection> pool = connection -> {};

    PhysicalConnector(DatabaseBackend backend, Role role) {
        this.backend = backend;
        this.role = role;
    }

    /** Before the pool opens anything. */
    void lostTo(Consumer<PhysicalConnection> lost) {
        pool = lost;
    }

    @Override
    public CompletionStage<PhysicalConnection> connect() {
        return backend.open(role).thenApply(opened -> {
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
