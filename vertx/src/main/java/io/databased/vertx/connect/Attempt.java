package io.databased.vertx.connect;

import io.databased.vertx.runtime.BoundedTransport;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.sqlclient.SqlConnection;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to log in to a server, and the owner of its socket until the login is over: whoever gives the attempt up has
 * the socket closed, which no driver does before a login is answered.
 *
 * <p>Nothing is left, whenever it is given up, because all happens on one event loop, one after the other. Before there is a
 * socket: none is made any more. While the socket connects: it is known from the moment it was made ({@link
 * BoundedTransport#whileConnecting}), and closing it ends that. While TLS is set up or the login is under way: the driver is told that
 * the socket was closed, and fails. When the login is over: its connection has become the owner, which closes it when
 * nobody wants it. And when the event loop ends meanwhile, all its sockets are closed.
 */
public final class Attempt {
    private static final System.Logger LOG = System.getLogger("io.databased");

    private final ContextInternal context;

    // Confined to the event loop.
    private @Nullable Channel socket;
    private boolean ended;
    private boolean over;

    /** @param context whose event loop it is confined to */
    public Attempt(ContextInternal context) {
        this.context = context;
    }

    /** Of this attempt alone. */
    public ContextInternal context() {
        return context;
    }

    /** Gives it up, unless the login is over. Idempotent, and may be called by any thread. */
    public void end() {
        onLoop(() -> {
            if (!over) {
                ended = true;
                close();
            }
        });
    }

    /**
     * The connection that the login has led to. Until somebody uses it, and where it only carries signals, nobody asks what breaks
     * it: the driver would print that, with its stack. What was asked over it fails.
     */
    public <C extends SqlConnection> C loggedIn(C connection) {
        connection.exceptionHandler(why -> LOG.log(
                Level.DEBUG,
                "a connection broke that was in use by none of the pool: {0}",
                why.getClass().getName()));
        return connection;
    }

    /** The login is over: the connection that it has led to owns the socket. */
    void over() {
        onLoop(() -> over = true);
    }

    private void onLoop(Runnable action) {
        try {
            context.nettyEventLoop().execute(action);
        } catch (RejectedExecutionException loopHasEnded) {
            // And has closed its sockets.
        }
    }

    /** On the event loop. */
    Future<NetSocket> connect(Supplier<Future<NetSocket>> client) {
        if (ended) {
            return Future.failedFuture(givenUp());
        }
        return BoundedTransport.whileConnecting(this::own, client)
                .compose(connected ->
                        owns(connected) ? Future.succeededFuture(connected) : Future.failedFuture(givenUp()));
    }

    /** Whether it is still wanted; its socket was not known before if the transport is not ours. */
    private boolean owns(NetSocket connected) {
        own(((NetSocketInternal) connected).channelHandlerContext().channel());
        return !ended;
    }

    private void own(Channel made) {
        socket = made;
        if (ended) {
            close();
        }
    }

    private void close() {
        if (socket != null) {
            socket.unsafe().close(socket.voidPromise());
        }
    }

    private static ConnectException givenUp() {
        return new ConnectException("it was given up");
    }
}
