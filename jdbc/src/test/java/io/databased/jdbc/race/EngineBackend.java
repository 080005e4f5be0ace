package io.databased.jdbc.race;

import static io.databased.jdbc.race.Race.ended;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.jdbc.owner.OwnedSession;
import io.databased.jdbc.owner.Owner;
import io.databased.jdbc.owner.Threads;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.SessionBackend;
import io.databased.spi.SqlDialect;
import io.databased.spi.SqlSyntax;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Connections to {@link Engine engines}. */
final class EngineBackend implements DatabaseBackend {
    private static final SqlDialect DIALECT = new SqlDialect() {
        @Override
        public String name() {
            return "engine";
        }

        @Override
        public SqlSyntax syntax() {
            return SqlSyntax.standard();
        }
    };

    private final boolean pipelined;
    private final Queue<Engine> engines = new ConcurrentLinkedQueue<>();

    /** Whose connections have a thread of their own and take one statement at a time. */
    EngineBackend() {
        this(false);
    }

    private EngineBackend(boolean pipelined) {
        this.pipelined = pipelined;
    }

    /** Whose connections take several statements at a time. */
    static EngineBackend pipelined() {
        return new EngineBackend(true);
    }

    /** One connection, which everything wants. Callbacks run where the answer comes in: virtual threads cannot be steered. */
    Database connected() {
        return connected(builder());
    }

    /** As {@link #connected}, with force-rollback. */
    Database connectedForRollback() {
        return connected(builder().forceRollback());
    }

    private DatabaseBuilder builder() {
        return DatabaseBuilder.of(DatabaseUrl.parse("engine://here"), this)
                .pool(PoolOptions.builder().maxSize(1).build())
                .completionExecutor(Runnable::run);
    }

    private static Database connected(DatabaseBuilder builder) {
        Database database = builder.build();
        database.connect().join();
        return database;
    }

    /** The one connection is as good as before, and closed in the end. */
    void checkAndDisconnect(Database database) {
        Race.require(ended(database.execute(Engine.INNOCENT)).equals("ok"), "the connection can be used at last");
        Race.require(engines.size() == 1, "no connection was given up");
        disconnect(database);
    }

    void disconnect(Database database) {
        Race.require(ended(database.disconnect()).equals("ok"), "the database disconnects");
        Race.require(engines.stream().allMatch(Engine::isClosed), "all connections are closed");
    }

    @Override
    public SqlDialect dialect() {
        return DIALECT;
    }

    @Override
    public int maxConnections(Role role, int wanted) {
        return role == Role.PRIMARY ? wanted : 0;
    }

    @Override
    public boolean runsOnCallers() {
        return !pipelined;
    }

    @Override
    public CompletionStage<SessionBackend> open(Role role) {
        return pipelined
                ? CompletableFuture.completedFuture(new PipelinedConnection(engine()))
                : OwnedSession.open("engine", Threads.PLATFORM, this::engine);
    }

    private Engine engine() {
        Engine engine = new Engine();
        engines.add(engine);
        return engine;
    }

    @Override
    public boolean permanent(Throwable openFailure) {
        return false;
    }

    @Override
    public boolean onBackendThread() {
        return pipelined ? PipelinedConnection.isServer() : Owner.isCurrentThread();
    }

    @Override
    public CompletionStage<Void> close() {
        return CompletableFuture.completedFuture(null);
    }
}
