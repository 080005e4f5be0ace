package io.databased.mysql;

import io.databased.Credentials;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.vertx.DriverFailures;
import io.databased.vertx.UntrustworthyServerException;
import io.databased.vertx.connect.Attempt;
import io.databased.vertx.connect.HostsInTurn;
import io.databased.vertx.connect.Logins;
import io.databased.vertx.connect.Server;
import io.databased.vertx.runtime.VertxRuntime;
import io.vertx.core.Future;
import io.vertx.mysqlclient.MySQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens a connection to the first server of the URL that lets us in. */
final class Connector {
    private final Supplier<VertxRuntime> runtime;
    private final MySqlSettings settings;
    private final MySqlDialect dialect;
    private final HostsInTurn<Server> hosts;
    private final Logins logins;
    private final Set<MySqlConnection> open = ConcurrentHashMap.newKeySet();
    private final Map<Server, Kills> kills = new ConcurrentHashMap<>();

    Connector(
            Supplier<VertxRuntime> runtime,
            MySqlSettings settings,
            @Nullable Supplier<? extends CompletionStage<Credentials>> credentials,
            MySqlDialect dialect,
            Predicate<Throwable> permanent) {
        this.runtime = runtime;
        this.settings = settings;
        this.dialect = dialect;
        this.hosts = new HostsInTurn<>(settings.servers, settings.order, this::failed, permanent);
        this.logins = new Logins(settings.user, settings.password, credentials);
    }

    /** Whether a value that does not fit is an error, also where the server is set otherwise. */
    boolean isStrict() {
        return settings.strict;
    }

    /** Fails with a {@link BackendException} that tells of every server. */
    CompletionStage<MySqlConnection> connect(CompletionStage<?> givenUp) {
        return hosts.open(runtime.get(), givenUp, this::open).toCompletionStage();
    }

    private Future<MySqlConnection> open(Attempt attempt, Server server) {
        Login login = new Login(attempt, settings, server);
        Future<MySqlConnection> ready = logins.next().compose(login::start).compose(driver -> {
            MySqlConnection connection = new MySqlConnection(this, server, login, driver);
            if (!admits(connection)) {
                return Future.failedFuture(otherProduct());
            }
            connection.onLost(cause -> open.remove(connection));
            connection.onClosed(login::end);
            return Future.fromCompletionStage(connection.setUp());
        });
        return login.within(settings.connectTimeout, ready);
    }

    /** What is sent is written for one product. */
    private synchronized boolean admits(MySqlConnection connection) {
        boolean mariaDb = connection.isMariaDb();
        if (!open.stream().allMatch(other -> other.isMariaDb() == mariaDb)) {
            return false;
        }
        dialect.servedBy(!mariaDb);
        return open.add(connection);
    }

    private static BackendException otherProduct() {
        return new BackendException(
                "of the servers of this URL one is MySQL and another MariaDB, which take values in different ways; name those"
                        + " of one product",
                Kind.SYSTEM,
                Effect.NOT_SENT,
                null);
    }

    /** A node is outside its cluster: every connection to it is given up. */
    void nodeNotReady(Server node) {
        BackendException why =
                new BackendException("the node is outside its cluster", Kind.SYSTEM, Effect.CONNECTION_LOST, null);
        for (MySqlConnection connection : open) {
            if (connection.server().equals(node)) {
                connection.retire(why);
            }
        }
    }

    /** What is told to a server of its connections. */
    Kills kills(Server server) {
        return kills.computeIfAbsent(
                server,
                of -> new Kills(settings, of, logins::next, () -> runtime.get().another()));
    }

    private BackendException failed(Server server, Throwable failure) {
        String where = server + " ";
        if (failure instanceof UntrustworthyServerException) {
            return new BackendException(
                    where + "was left: " + failure.getMessage(), Kind.SYSTEM, Effect.NOT_SENT, failure);
        }
        if (failure instanceof MySQLException) {
            BackendException said = MySqlErrors.refused(failure, Effect.NOT_SENT, true);
            return said.with(
                    where + "refused the connection: " + said.getMessage()
                            + (lacksPassword(said) ? "; the URL has no password" : ""),
                    said.kind(),
                    Effect.NOT_SENT,
                    null);
        }
        Throwable said = failure instanceof CompletionException ? failure.getCause() : failure;
        if (said instanceof BackendException setUp) {
            return setUp.with(
                    where + "could not be set up: " + setUp.getMessage(), setUp.kind(), Effect.NOT_SENT, setUp);
        }
        if (said instanceof Logins.UnknownException unknown) {
            return unknown.told();
        }
        String why = said instanceof TimeoutException
                ? String.valueOf(said.getMessage())
                : said instanceof UnsupportedOperationException
                        ? "wants a way to log in that the driver does not know: " + said.getMessage()
                        : "could not be reached: " + DriverFailures.reason(said);
        return new BackendException(where + why, Kind.SYSTEM, Effect.NOT_SENT, said);
    }

    private boolean lacksPassword(BackendException said) {
        return logins.haveNoPassword() && Objects.equals(said.vendorCode(), MySqlErrors.ACCESS_DENIED);
    }
}
