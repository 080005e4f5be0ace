package io.databased.vertx;

import io.netty.channel.ChannelHandler;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/** A Vert.x that puts a handler in front of its socket, before a driver reads from it. */
public final class InterceptedNetwork extends VertxWrapper {
    private final ChannelHandler handler;

    /** @param handler for one socket, unless it can be shared */
    public InterceptedNetwork(VertxInternal vertx, ChannelHandler handler) {
        super(vertx);
        this.handler = handler;
    }

    @Override
    public NetClient createNetClient(NetClientOptions options) {
        return new InterceptedClient(super.createNetClient(options), handler);
    }

    /** A client whose sockets have the handler. */
    private record InterceptedClient(NetClient client, ChannelHandler handler) implements NetClient {
        private Future<NetSocket> intercepted(Future<NetSocket> connecting) {
            return connecting.map(socket -> {
                ((NetSocketInternal) socket)
                        .channelHandlerContext()
                        .pipeline()
                        .addBefore("handler", "databased", handler);
                return socket;
            });
        }

        @Override
        public Future<NetSocket> connect(int port, String host) {
            return intercepted(client.connect(port, host));
        }

        @Override
        public Future<NetSocket> connect(int port, String host, String serverName) {
            return intercepted(client.connect(port, host, serverName));
        }

        @Override
        public Future<NetSocket> connect(SocketAddress remote) {
            return intercepted(client.connect(remote));
        }

        @Override
        public Future<NetSocket> connect(SocketAddress remote, String serverName) {
            return intercepted(client.connect(remote, serverName));
        }

        @Override
        public Future<NetSocket> connect(ConnectOptions options) {
            return intercepted(client.connect(options));
        }

        @Override
        public Future<Void> shutdown(long timeout, TimeUnit unit) {
            return client.shutdown(timeout, unit);
        }

        @Override
        public Future<Boolean> updateSSLOptions(ClientSSLOptions options, boolean force) {
            return client.updateSSLOptions(options, force);
        }
    }
}
