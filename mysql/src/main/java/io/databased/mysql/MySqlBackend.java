package io.databased.mysql;

import io.databased.Credentials;
import io.databased.DatabaseUrl;
import io.databased.spi.BackendException;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.SessionBackend;
import io.databased.spi.SqlDialect;
import io.databased.vertx.runtime.VertxRuntime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A MySQL or MariaDB database. Found by its URL.
 *
 * <p>The scheme, {@code mysql} or {@code mariadb}, names the dialect; either connects to either server. The options are
 * {@code sslmode}, {@code sslrootcert}, {@code sslcert}, {@code sslkey}, {@code application_name}, {@code
 * connect_timeout}, {@code load_balance_hosts}, {@code sql_mode} ({@code strict}, the default, or as the {@code server} has it), and {@code reset}: with {@code always} a connection is reset after each use,
 * with {@code marked}, the default, after those that leave something on it, as far as they say so or the server does. Several hosts are tried in order, or with {@code
 * load_balance_hosts=random} in a random one; any of them will do, as the nodes of a Galera cluster, except a node that is
 * cut off from the others.
 *
 * <p>Connections speak UTF-8 and live in UTC: {@code TIMESTAMP} columns are read as {@link java.time.OffsetDateTime}, {@code
 * DATETIME} as {@link java.time.LocalDateTime}, and a time with an offset is bound as the same instant in UTC.
 */
public final class MySqlBackend implements DatabaseBackend {
    private final MySqlDialect dialect;
    private volatile VertxRuntime runtime = new VertxRuntime();
    private final Connector connector;
    private final boolean resetsAfterUse;

    private MySqlBackend(
            MySqlSettings settings, @Nullable Supplier<? extends CompletionStage<Credentials>> credentials) {
        this.dialect = new MySqlDialect(settings.scheme);
        this.resetsAfterUse = settings.resetsAfterUse;
        this.connector = new Connector(() -> runtime, settings, credentials, dialect, this::permanent);
    }

    static MySqlBackend of(DatabaseUrl url) {
        return new MySqlBackend(new MySqlSettings(url), null);
    }

    /** One that asks for user and password each time it opens a connection; open connections stay. */
    static MySqlBackend ofCredentials(DatabaseUrl url, Supplier<? extends CompletionStage<Credentials>> credentials) {
        return new MySqlBackend(new MySqlSettings(url), credentials);
    }

    @Override
    public SqlDialect dialect() {
        return dialect;
    }

    @Override
    public int maxConnections(Role role, int wanted) {
        return role == Role.PRIMARY ? wanted : 0;
    }

    @Override
    public boolean resetsAfterUse() {
        return resetsAfterUse;
    }

    @Override
    public CompletionStage<SessionBackend> open(Role role) {
        return open(role, new CompletableFuture<>());
    }

    @Override
    public CompletionStage<SessionBackend> open(Role role, CompletionStage<?> givenUp) {
        return connector.connect(givenUp).thenApply(connection -> connection);
    }

    @Override
    public boolean permanent(Throwable openFailure) {
        return VertxRuntime.cannotRun(openFailure)
                || (openFailure instanceof BackendException failure && MySqlErrors.isPermanent(failure.vendorCode()));
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
