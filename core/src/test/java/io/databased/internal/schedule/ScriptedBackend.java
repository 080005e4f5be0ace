package io.databased.internal.schedule;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.SessionBackend;
import io.databased.spi.SqlDialect;
import io.databased.spi.SqlSyntax;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Opens connections to the scripted server, or does not. */
final class ScriptedBackend implements DatabaseBackend {
    private record TestDialect(boolean abortsOnError) implements SqlDialect {
        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public SqlSyntax syntax() {
            return SqlSyntax.standard();
        }
    }

    private final World world;
    private final ScriptedServer server;
    private final SqlDialect dialect;

    ScriptedBackend(World world, ScriptedServer server) {
        this.world = world;
        this.server = server;
        this.dialect = new TestDialect(world.setup.abortsOnError);
    }

    @Override
    public SqlDialect dialect() {
        return dialect;
    }

    @Override
    public int maxConnections(Role role, int wanted) {
        return role == Role.PRIMARY ? wanted : world.setup.replicas ? 1 : 0;
    }

    @Override
    public CompletionStage<SessionBackend> open(Role role) {
        world.trace("backend", "is asked to open", role);
        if (world.strikes(Fault.OPEN_THROWS)) {
            throw new IllegalStateException("open() is scripted to throw");
        }
        CompletableFuture<SessionBackend> opening = new CompletableFuture<>();
        if (world.strikes(Fault.OPEN_NEVER)) {
            return opening;
        }
        if (world.strikes(Fault.OPEN_REFUSED)) {
            world.time.after(world.millis(10), () -> opening.completeExceptionally(refused()));
        } else if (world.strikes(Fault.OPEN_SLOW)) {
            long slow = Setup.LOGIN.toNanos() / 2 + world.millis(2 * (int) Setup.LOGIN.toMillis());
            world.time.after(slow, () -> opened(opening));
        } else if (world.setup.prompt && world.chance(2)) {
            opened(opening);
        } else {
            world.time.after(world.millis(10), () -> opened(opening));
        }
        return opening;
    }

    private BackendException refused() {
        return new BackendException(
                "opening is scripted to be refused",
                world.chance(4) ? Kind.PERMISSION : Kind.SYSTEM,
                Effect.CONNECTION_LOST,
                null);
    }

    private void opened(CompletableFuture<SessionBackend> opening) {
        ScriptedConnection connection = new ScriptedConnection(world, server, server.connections.size() + 1);
        server.connections.add(connection);
        world.trace(connection, "is open", null);
        opening.complete(connection);
        long alive =
                server.connections.stream().filter(other -> !other.isDead()).count();
        if (alive > world.setup.maxSize + (world.setup.replicas ? 1 : 0)) {
            world.violated("more connections than there may be", alive);
        }
    }

    @Override
    public boolean permanent(Throwable openFailure) {
        return openFailure instanceof BackendException failure && failure.kind() == Kind.PERMISSION;
    }

    @Override
    public boolean onBackendThread() {
        return false;
    }

    @Override
    public CompletionStage<Void> close() {
        world.trace("backend", "is closed", null);
        CompletableFuture<Void> closing = new CompletableFuture<>();
        if (!world.strikes(Fault.BACKEND_CLOSE_STALLS)) {
            world.time.after(world.millis(3), () -> closing.complete(null));
        }
        return closing;
    }
}
