package io.databased.postgresql;

import com.ongres.scram.common.exception.ScramInvalidServerSignatureException;
import io.databased.Credentials;
import io.databased.StatementException.Kind;
import io.databased.postgresql.ErrorReports.LastWords;
import io.databased.postgresql.LoginGuard.NoPasswordException;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.vertx.DriverFailures;
import io.databased.vertx.UntrustworthyServerException;
import io.databased.vertx.connect.Attempt;
import io.databased.vertx.connect.HostsInTurn;
import io.databased.vertx.connect.InterceptedNetwork;
import io.databased.vertx.connect.Limits;
import io.databased.vertx.connect.Logins;
import io.databased.vertx.connect.Server;
import io.databased.vertx.connect.Tls;
import io.databased.vertx.runtime.VertxRuntime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens a connection to the first server of the URL that answers and is of the kind that is wanted. */
final class Connector {
    private static final String KIND_OF_SERVER =
            "SELECT pg_is_in_recovery(), current_setting('transaction_read_only') = 'on'";

    private static final String NO_TLS = "Postgres Server does not handle SSL"; // the driver's words

    private final PostgresBackend backend;
    private final PostgresSettings settings;
    private final ServerTypes types = new ServerTypes();
    private final HostsInTurn<Server> hosts;
    private final Logins logins;

    Connector(
            PostgresBackend backend,
            PostgresSettings settings,
            @Nullable Supplier<? extends CompletionStage<Credentials>> credentials) {
        this.backend = backend;
        this.settings = settings;
        this.hosts = new HostsInTurn<>(settings.servers, settings.order, Connector::failed, backend::permanent);
        this.logins = new Logins(settings.user, settings.password, credentials);
    }

    /** Fails with a {@link BackendException} that tells of every server. */
    CompletionStage<PostgresConnection> connect(
            VertxRuntime runtime, TargetSession wanted, CompletionStage<?> givenUp) {
        Future<PostgresConnection> connected = first(runtime, wanted, givenUp);
        if (wanted == TargetSession.PREFER_STANDBY) {
            connected = connected.recover(noStandby -> first(runtime, TargetSession.ANY, givenUp));
        }
        return connected.toCompletionStage();
    }

    private Future<PostgresConnection> first(VertxRuntime runtime, TargetSession wanted, CompletionStage<?> givenUp) {
        return hosts.open(runtime, givenUp, (attempt, server) -> limited(attempt, open(attempt, server, wanted)));
    }

    private Future<PostgresConnection> open(Attempt attempt, Server server, TargetSession wanted) {
        ContextInternal context = attempt.context();
        Promise<PostgresConnection> opened = Promise.promise();
        logins.next()
                .onComplete(login -> context.runOnContext(none -> {
                    if (login.failed()) {
                        opened.fail(login.cause());
                        return;
                    }
                    try {
                        PgConnectOptions options = settings.connectOptions(server, login.result());
                        SocketHandlers handlers = SocketHandlers.of(
                                server.tls() != Tls.Mode.DISABLE, login.result().password() != null, types);
                        ConnectionFactory<PgConnectOptions> driver = driver(attempt, handlers);
                        driver.connect(context, options)
                                .compose(connection -> checked(PgConnection.cast(attempt.loggedIn(connection)), wanted))
                                .map(connection ->
                                        new PostgresConnection(backend, server, context, connection, handlers))
                                .compose(connection -> Future.fromCompletionStage(connection.askAtFirst()))
                                .onFailure(why -> driver.close(Promise.promise()))
                                .recover(why -> Future.failedFuture(Objects.requireNonNullElse(
                                        handlers.errors().lastWords(), why)))
                                .onComplete(opened);
                    } catch (RuntimeException | LinkageError unexpected) { // would be lost in the event loop
                        opened.tryFail(unexpected);
                    }
                }));
        return opened.future();
    }

    /** With a network of its own, since there are handlers in it that know one socket. */
    private ConnectionFactory<PgConnectOptions> driver(Attempt attempt, SocketHandlers handlers) {
        return PgDriver.INSTANCE.createConnectionFactory(
                new InterceptedNetwork(
                        attempt,
                        handlers.messages(),
                        handlers.guard(),
                        handlers.errors(),
                        handlers.commits(),
                        handlers.descriptions()),
                new NetClientOptions());
    }

    private static Future<PgConnection> checked(PgConnection connection, TargetSession wanted) {
        if (wanted == TargetSession.ANY) {
            return Future.succeededFuture(connection);
        }
        return connection.query(KIND_OF_SERVER).execute().compose(rows -> {
            Row kind = rows.iterator().next();
            if (wanted.accepts(kind.getBoolean(0), kind.getBoolean(1))) {
                return Future.succeededFuture(connection);
            }
            return connection
                    .close()
                    .transform(closed -> Future.failedFuture(new UnusableException(
                            kind.getBoolean(0)
                                    ? "is a standby"
                                    : kind.getBoolean(1) ? "is read-only" : "is a primary")));
        });
    }

    /** A server that does not answer must not keep the others from being tried. */
    private Future<PostgresConnection> limited(Attempt attempt, Future<PostgresConnection> opening) {
        if (settings.connectTimeout == null) {
            return opening;
        }
        return Limits.within(settings.connectTimeout, attempt.context().owner(), opening);
    }

    private static BackendException failed(Server server, Throwable failure) {
        String where = server + " ";
        if (failure instanceof PgException || failure instanceof LastWords) {
            BackendException said = PostgresErrors.refused(failure, Effect.NOT_SENT);
            return said.with(
                    where + "refused the connection: " + said.getMessage(), said.kind(), Effect.NOT_SENT, null);
        }
        if (failure instanceof UntrustworthyServerException) {
            return new BackendException(
                    where + "was left: " + failure.getMessage(), Kind.SYSTEM, Effect.NOT_SENT, failure);
        }
        if (failure instanceof NoPasswordException) {
            return new BackendException(where + failure.getMessage(), Kind.PERMISSION, Effect.NOT_SENT, null);
        }
        if (String.valueOf(failure.getMessage()).startsWith(NO_TLS)) {
            return new BackendException(
                    where + "does not offer TLS; in a network that is trusted, sslmode=disable connects without it",
                    Kind.UNSUPPORTED,
                    Effect.NOT_SENT,
                    null);
        }
        if (failure instanceof UnsupportedOperationException) {
            String why = failure.getCause() instanceof ScramInvalidServerSignatureException
                    ? "cannot prove that it knows the password, so another may stand in its place; it did not get the password"
                    : "wants a way to log in that the driver does not know: " + failure.getMessage();
            return new BackendException(where + why, Kind.SYSTEM, Effect.NOT_SENT, failure);
        }
        if (failure instanceof Logins.UnknownException unknown) {
            return unknown.told();
        }
        String tls = Tls.refusal(failure);
        String why = failure instanceof UnusableException || failure instanceof TimeoutException
                ? String.valueOf(failure.getMessage())
                : tls != null
                        ? "answered, but TLS failed: " + tls
                        : "could not be reached: " + DriverFailures.reason(failure);
        return new BackendException(where + why, Kind.SYSTEM, Effect.NOT_SENT, failure);
    }

    /** A server that is not of the kind that is wanted. */
    private static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }
}
