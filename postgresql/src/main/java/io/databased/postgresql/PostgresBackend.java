package io.databased.postgresql;

import io.databased.Credentials;
import io.databased.DatabaseUrl;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.SessionBackend;
import io.databased.spi.SqlDialect;
import io.databased.vertx.connect.Server;
import io.databased.vertx.runtime.VertxRuntime;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database. Found by its URL.
 *
 * <p>The URL takes libpq's options {@code application_name}, {@code connect_timeout}, {@code options}, {@code sslmode},
 * {@code sslrootcert}, {@code sslcert}, {@code sslkey}, {@code target_session_attrs} and {@code load_balance_hosts}; {@code
 * environment=on} lets libpq's variables ({@code PGHOST}, {@code PGPASSWORD}, …) complete it, and {@code pgbouncer=on} is for
 * PgBouncer in transaction mode. {@code reset=always} resets a connection after every session, and after every other statement
 * that does more than read; {@code reset=marked} only after statements that say that they change it; by default, {@code
 * reset=auto}, the database's functions, triggers, views and so on decide between the two. Several hosts without {@code
 * target_session_attrs} are a primary and its standbys: what only reads goes to a standby if there is one.
 */
public final class PostgresBackend implements DatabaseBackend {
    private final PostgresSettings settings;
    private volatile VertxRuntime runtime = new VertxRuntime();
    private final Connector connector;
    private final Set<PostgresConnection> writable = ConcurrentHashMap.newKeySet();
    private final AtomicInteger shapeChanges = new AtomicInteger();
    private final StopReports stopReports = new StopReports();
    private final HiddenCalls hiddenCalls;

    private PostgresBackend(
            PostgresSettings settings, @Nullable Supplier<? extends CompletionStage<Credentials>> credentials) {
        this.settings = settings;
        this.hiddenCalls = new HiddenCalls(settings.reset);
        this.connector = new Connector(this, settings, credentials);
    }

    static PostgresBackend of(DatabaseUrl url, Map<String, String> environment) {
        return new PostgresBackend(new PostgresSettings(url, environment), null);
    }

    /** One that asks for user and password each time it opens a connection; open connections stay. */
    static PostgresBackend ofCredentials(
            DatabaseUrl url, Supplier<? extends CompletionStage<Credentials>> credentials) {
        return new PostgresBackend(new PostgresSettings(url, System.getenv()), credentials);
    }

    @Override
    public SqlDialect dialect() {
        return PostgresDialect.INSTANCE;
    }

    @Override
    public int maxConnections(Role role, int wanted) {
        return role == Role.PRIMARY || settings.splitsReads() ? wanted : 0;
    }

    @Override
    public CompletionStage<SessionBackend> open(Role role) {
        return open(role, new CompletableFuture<>());
    }

    @Override
    public CompletionStage<SessionBackend> open(Role role, CompletionStage<?> givenUp) {
        return (role == Role.PRIMARY
                        ? openPrimary(runtime, givenUp)
                        : connector.connect(runtime, TargetSession.PREFER_STANDBY, givenUp))
                .thenApply(connection -> connection);
    }

    /** Event loops of their own for what is done beside the database, which may be disconnected by then. */
    VertxRuntime anotherRuntime() {
        return runtime.another();
    }

    /** A connection to a server that takes writes, if the URL wants that. */
    CompletionStage<PostgresConnection> openPrimary(VertxRuntime on, CompletionStage<?> givenUp) {
        TargetSession wanted = settings.target != null
                ? settings.target
                : settings.splitsReads() ? TargetSession.READ_WRITE : TargetSession.ANY;
        return connector.connect(on, wanted, givenUp).thenApply(connection -> {
            writable.add(connection);
            connection.onClosed(() -> writable.remove(connection));
            return connection;
        });
    }

    /** How often the shape of something has changed for all connections. */
    AtomicInteger shapeChanges() {
        return shapeChanges;
    }

    /** When connections are reset. */
    Reset reset() {
        return settings.reset;
    }

    /** What tells its time limit from a signal to stop. */
    StopReports stopReports() {
        return stopReports;
    }

    /** What plain statements may leave on their connections. */
    HiddenCalls hiddenCalls() {
        return hiddenCalls;
    }

    /** A server refused to write: it has become a standby, so every connection to it is given up. */
    void noLongerWritable(Server server) {
        for (PostgresConnection connection : writable) {
            if (connection.server().equals(server)) {
                connection.retire(new BackendException(
                        "the server does not take writes any more",
                        Kind.READ_ONLY,
                        BackendException.Effect.CONNECTION_LOST,
                        null));
            }
        }
    }

    /** Stops what a connection runs. Needs its event loops, not those of the database, which may be disconnected. */
    CompletionStage<Void> cancelRequest(Vertx vertx, Server server, PgConnection connection) {
        return new CancelRequest(vertx, server, settings.tls, connection.processId(), connection.secretKey())
                .send()
                .toCompletionStage();
    }

    boolean isBehindPgBouncer() {
        return settings.pgbouncer;
    }

    @Override
    public boolean permanent(Throwable openFailure) {
        return VertxRuntime.cannotRun(openFailure)
                || (openFailure instanceof BackendException failure
                        && (failure.kind() == Kind.PERMISSION
                                || failure.kind() == Kind.UNSUPPORTED
                                || PostgresErrors.isPermanent(failure.sqlState())));
    }

    @Override
    public boolean onBackendThread() {
        return VertxRuntime.onEventLoop();
    }

    @Override
    public CompletionStage<Void> close() {
        VertxRuntime last = runtime;
        runtime = last.another();
        return last.release();
    }
}
