package io.databased.postgresql;

import io.databased.vertx.NotSentException;
import io.databased.vertx.Wire;
import io.databased.vertx.connect.Server;
import io.databased.vertx.connect.Tls;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server to stop what another connection runs, by the <a
 * href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS">CancelRequest</a> of
 * the protocol: on a connection of its own, encrypted if the other one is, since it carries that one's secret key. The
 * server closes it once the signal is given.
 */
final class CancelRequest {
    private static final int CANCEL = 80877102;
    private static final int ENCRYPT = 80877103;

    private final Vertx vertx;
    private final Server server;
    private final Tls tls;
    private final Buffer request;

    CancelRequest(Vertx vertx, Server server, Tls tls, int processId, int secretKey) {
        this.vertx = vertx;
        this.server = server;
        this.tls = tls;
        this.request = Buffer.buffer()
                .appendInt(16)
                .appendInt(CANCEL)
                .appendInt(processId)
                .appendInt(secretKey);
    }

    /**
     * Completes when the server has taken it in: it closes the connection then, or resets it where it has no process left for
     * it; in both cases nothing can come any more. Fails with a {@link NotSentException} if the request never left, and in
     * another way if the connection is not closed in time.
     */
    Future<Void> send() {
        long patience = Wire.SIGNAL_PATIENCE.toMillis();
        NetClientOptions options = new NetClientOptions().setConnectTimeout((int) patience);
        // The client is not closed here, where the event loops may be at their end: it goes with them, or is collected.
        return vertx.createNetClient(options)
                .connect(address())
                .recover(unreachable -> Future.failedFuture(NotSentException.ofSignal()))
                .compose(socket ->
                        send(socket).timeout(patience, TimeUnit.MILLISECONDS).eventually(socket::close));
    }

    private SocketAddress address() {
        return server.host()
                .socketDirectory()
                .map(folder -> SocketAddress.domainSocketAddress(folder + "/.s.PGSQL." + server.port()))
                .orElseGet(() -> SocketAddress.inetSocketAddress(server.port(), server.name()));
    }

    private Future<Void> send(NetSocket socket) {
        Promise<Void> closed = Promise.promise();
        socket.closeHandler(closed::tryComplete);
        socket.exceptionHandler(reset -> {}); // the close handler follows
        Future<Void> secured = server.tls() == Tls.Mode.DISABLE ? Future.succeededFuture() : encrypt(socket);
        return secured.recover(why -> Future.failedFuture(NotSentException.ofSignal()))
                .compose(done -> socket.write(request).otherwiseEmpty()) // it is closed then
                .compose(sent -> closed.future());
    }

    private Future<Void> encrypt(NetSocket socket) {
        Promise<Buffer> answer = Promise.promise();
        socket.handler(answer::tryComplete);
        return socket.write(Buffer.buffer().appendInt(8).appendInt(ENCRYPT))
                .compose(sent -> answer.future())
                .compose(said -> said.getByte(0) == 'S'
                        ? socket.upgradeToSsl(tls.options(server.tls()), server.name())
                        : Future.failedFuture("the server does not encrypt"));
    }
}
