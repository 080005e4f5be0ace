package io.databased.mysql;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.vertx.DriverFailures;
import io.databased.vertx.Tls;
import io.databased.vertx.VertxRuntime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetClientOptions;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.mysqlclient.spi.MySQLDriver;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens a connection to the first server of the URL that lets us in. */
final class Connector {
    private final VertxRuntime runtime;
    private final MySqlSettings settings;
    private final @Nullable Supplier<? extends CompletionStage<String>> password;

    Connector(
            VertxRuntime runtime,
            MySqlSettings settings,
            @Nullable Supplier<? extends CompletionStage<String>> password) {
        this.runtime = runtime;
        this.settings = settings;
        this.password = password;
    }

    /** Fails with a {@link BackendException} that tells of every server. */
    CompletionStage<MySqlConnection> connect() {
        return first(settings.servers.iterator(), new ArrayList<>()).toCompletionStage();
    }

    private Future<MySqlConnection> first(Iterator<Server> servers, List<BackendException> failures) {
        if (!servers.hasNext()) {
            return Future.failedFuture(combined(failures));
        }
        Server server = servers.next();
        ContextInternal context = runtime.newContext();
        return limited(context, open(context, server)).recover(failure -> {
            failures.add(failed(server, failure));
            return first(servers, failures);
        });
    }

    private Future<MySqlConnection> open(ContextInternal context, Server server) {
        return logIn(context, server).compose(driver -> {
            MySqlConnection connection = new MySqlConnection(this, server, context, driver.connection());
            connection.onClosed(driver::free);
            Promise<MySqlConnection> ready = Promise.promise();
            connection.setUp().whenComplete((done, failure) -> {
                if (failure == null) {
                    ready.complete(connection);
                } else {
                    connection.close();
                    ready.fail(failure instanceof CompletionException wrapper ? wrapper.getCause() : failure);
                }
            });
            return ready.future();
        });
    }

    /** A connection of the driver, and the factory that is its own. */
    private record Opened(MySQLConnection connection, ConnectionFactory<MySQLConnectOptions> factory) {
        void free() {
            factory.close(Promise.promise());
        }
    }

    private Future<Opened> logIn(ContextInternal context, Server server) {
        Promise<Opened> opened = Promise.promise();
        boolean hidden = server.tls() != Tls.Mode.DISABLE
                || server.host().socketDirectory().isPresent();
        PacketGuard guard = new PacketGuard(hidden);
        secret().onComplete(secret -> context.runOnContext(none -> {
            if (secret.failed()) {
                opened.fail(secret.cause());
                return;
            }
            ConnectionFactory<MySQLConnectOptions> factory = MySQLDriver.INSTANCE.createConnectionFactory(
                    new GuardedNetwork(context.owner(), guard), new NetClientOptions());
            factory.connect(context, settings.connectOptions(server, secret.result()))
                    .onComplete(connected -> {
                        if (connected.succeeded()) {
                            guard.loggedIn();
                            opened.complete(new Opened(connection(connected.result()), factory));
                        } else {
                            factory.close(Promise.promise());
                            opened.fail(guard.cause() != null ? guard.cause() : connected.cause());
                        }
                    });
        }));
        return opened.future();
    }

    private static MySQLConnection connection(SqlConnection connection) {
        return (MySQLConnection) connection;
    }

    private Future<@Nullable String> secret() {
        return password == null
                ? Future.succeededFuture(settings.password)
                : Future.fromCompletionStage(password.get()).map(secret -> secret);
    }

    /** A server that does not answer must not keep the others from being tried. What still comes from it is closed. */
    private Future<MySqlConnection> limited(ContextInternal context, Future<MySqlConnection> opening) {
        if (settings.connectTimeout == null) {
            return opening;
        }
        Promise<MySqlConnection> limited = Promise.promise();
        long millis = settings.connectTimeout.toMillis();
        long timer = context.owner()
                .setTimer(millis, id -> limited.tryFail(new TimeoutException("no answer within " + millis + " ms")));
        opening.onComplete(opened -> {
            context.owner().cancelTimer(timer);
            if (opened.failed()) {
                limited.tryFail(opened.cause());
            } else if (!limited.tryComplete(opened.result())) {
                opened.result().close();
            }
        });
        return limited.future();
    }

    /** Tells the server to stop what another connection runs, on a connection of its own. */
    CompletionStage<Void> kill(Server server, long connectionId) {
        return logIn(runtime.newContext(), server)
                .compose(driver -> driver.connection()
                        .query("KILL QUERY " + connectionId)
                        .execute()
                        .eventually(driver.connection()::close)
                        .onComplete(done -> driver.free()))
                .<Void>mapEmpty()
                .toCompletionStage();
    }

    private static BackendException failed(Server server, Throwable failure) {
        String where = server + " ";
        if (failure instanceof MySQLException || failure instanceof UntrustworthyServerException) {
            BackendException said = MySqlErrors.refused(failure, Effect.NOT_SENT, true);
            return new BackendException(
                    where + "refused the connection: " + said.getMessage(),
                    said.kind(),
                    Effect.NOT_SENT,
                    said.sqlState(),
                    said.vendorCode(),
                    null);
        }
        if (failure instanceof BackendException setUp) {
            return new BackendException(
                    where + "could not be set up: " + setUp.getMessage(),
                    setUp.kind(),
                    Effect.NOT_SENT,
                    setUp.sqlState(),
                    setUp.vendorCode(),
                    setUp);
        }
        String why = failure instanceof TimeoutException
                ? String.valueOf(failure.getMessage())
                : failure instanceof UnsupportedOperationException
                        ? "wants a way to log in that the driver does not know: " + failure.getMessage()
                        : "could not be reached: " + DriverFailures.reason(failure);
        return new BackendException(where + why, Kind.SYSTEM, Effect.NOT_SENT, failure);
    }

    private static BackendException combined(List<BackendException> failures) {
        if (failures.size() == 1) {
            return failures.get(0);
        }
        StringBuilder message = new StringBuilder("none of the " + failures.size() + " servers will do");
        failures.forEach(failure -> message.append("; ").append(failure.getMessage()));
        BackendException last = failures.get(failures.size() - 1);
        boolean permanent = failures.stream().allMatch(each -> MySqlErrors.isPermanent(each.vendorCode()));
        return new BackendException(
                message.toString(),
                last.kind(),
                Effect.NOT_SENT,
                last.sqlState(),
                permanent ? last.vendorCode() : null,
                last);
    }
}
