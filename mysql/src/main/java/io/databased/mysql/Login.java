package io.databased.mysql;

import io.databased.vertx.connect.Attempt;
import io.databased.vertx.connect.InterceptedNetwork;
import io.databased.vertx.connect.Limits;
import io.databased.vertx.connect.Logins;
import io.databased.vertx.connect.Server;
import io.databased.vertx.connect.Tls;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetClientOptions;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.mysqlclient.spi.MySQLDriver;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.time.Duration;

/** One attempt to get a connection of the driver, with a network of its own: its socket can be closed at any time. */
final class Login {
    /** The driver flushes each message by itself; so many at most leave in one write. */
    private static final int MOST_TOGETHER = 256;

    private final Attempt attempt;
    private final MySqlSettings settings;
    private final Server server;
    private final LoginGuard guard;
    private final CommandQueue commands = new CommandQueue();
    private final ConnectionFactory<MySQLConnectOptions> factory;

    Login(Attempt attempt, MySqlSettings settings, Server server) {
        this.attempt = attempt;
        this.settings = settings;
        this.server = server;
        boolean local = server.host().socketDirectory().isPresent();
        boolean tls = server.tls() != Tls.Mode.DISABLE && !local;
        this.guard = new LoginGuard(tls || local, tls);
        this.factory = MySQLDriver.INSTANCE.createConnectionFactory(
                new InterceptedNetwork(attempt, guard, new FlushConsolidationHandler(MOST_TOGETHER, true)),
                new NetClientOptions());
    }

    ContextInternal context() {
        return attempt.context();
    }

    /** What passes between the driver and the server once it is open. */
    ServerPackets packets() {
        return commands.packets();
    }

    /** Completes on the event loop; fails with what the server said or did, if it is known. */
    Future<MySQLConnection> start(Logins.Login login) {
        Promise<MySQLConnection> opened = Promise.promise();
        ContextInternal context = attempt.context();
        context.runOnContext(none -> {
            try {
                factory.connect(context, settings.connectOptions(server, login)).onComplete(connected -> {
                    if (connected.succeeded()) {
                        SqlConnection driver = attempt.loggedIn(connected.result());
                        guard.giveWayTo(commands);
                        opened.complete(MySQLConnection.cast(driver));
                    } else {
                        Exception known = guard.cause();
                        opened.fail(known != null ? known : connected.cause());
                    }
                });
            } catch (RuntimeException | LinkageError unexpected) { // would be lost in the event loop
                opened.tryFail(unexpected);
            }
        });
        return opened.future();
    }

    /** The result if it comes in time. If it does not, or fails, nothing is left of the connection. */
    <T> Future<T> within(Duration limit, Future<T> work) {
        return Limits.within(limit, attempt.context().owner(), work).onFailure(why -> end());
    }

    /** Closes the socket if it is open, and frees what the connection had. */
    void end() {
        attempt.end();
        attempt.context().runOnContext(none -> factory.close(Promise.promise()));
    }
}
