package io.databased.vertx.connect;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A Vert.x for one attempt to log in, which owns the socket; it puts handlers between the socket and a driver. */
public final class InterceptedNetwork extends VertxWrapper {
    private final Attempt attempt;
    private final List<ChannelHandler> handlers;

    /** @param handlers from the socket to the driver */
    public InterceptedNetwork(Attempt attempt, ChannelHandler... handlers) {
        super(attempt.context().owner());
        this.attempt = attempt;
        this.handlers = List.of(handlers);
    }

    @Override
    public NetClient createNetClient(NetClientOptions options) {
        return new InterceptedClient(super.createNetClient(options), attempt, handlers);
    }

    /** A client whose sockets have the handlers. */
    private record InterceptedClient(NetClient client, Attempt attempt, List<ChannelHandler> handlers)
            implements NetClient {
        private Future<NetSocket> intercepted(Supplier<Future<NetSocket>> connecting) {
            return attempt.connect(connecting).map(socket -> {
                ChannelPipeline pipeline =
                        ((NetSocketInternal) socket).channelHandlerContext().pipeline();
                handlers.forEach(handler -> pipeline.addBefore("handler", null, handler));
                return socket;
            });
        }

        @Override
        public Future<NetSocket> connect(int port, String host) {
            return intercepted(() -> client.connect(port, host));
        }

        @Override
        public Future<NetSocket> connect(int port, String host, String serverName) {
            return intercepted(() -> client.connect(port, host, serverName));
        }

        @Override
        public Future<NetSocket> connect(SocketAddress remote) {
            return intercepted(() -> client.connect(remote));
        }

        @Override
        public Future<NetSocket> connect(SocketAddress remote, String serverName) {
            return intercepted(() -> client.connect(remote, serverName));
        }

        @Override
        public Future<NetSocket> connect(ConnectOptions options) {
            return intercepted(() -> client.connect(options));
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
