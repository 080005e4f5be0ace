package io.databased.mysql;

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

/** A Vert.x that puts a {@link PacketGuard} in front of each socket, before a driver reads from it. */
final class GuardedNetwork extends VertxWrapper {
    private final PacketGuard guard;

    GuardedNetwork(VertxInternal vertx, PacketGuard guard) {
        super(vertx);
        this.guard = guard;
    }

    @Override
    public NetClient createNetClient(NetClientOptions options) {
        return new GuardedClient(super.createNetClient(options), guard);
    }

    /** A client whose sockets are guarded. */
    private record GuardedClient(NetClient client, PacketGuard guard) implements NetClient {
        private Future<NetSocket> guarded(Future<NetSocket> connecting) {
            return connecting.map(socket -> {
                ((NetSocketInternal) socket)
                        .channelHandlerContext()
                        .pipeline()
                        .addBefore("handler", "databased-guard", guard);
                return socket;
            });
        }

        @Override
        public Future<NetSocket> connect(int port, String host) {
            return guarded(client.connect(port, host));
        }

        @Override
        public Future<NetSocket> connect(int port, String host, String serverName) {
            return guarded(client.connect(port, host, serverName));
        }

        @Override
        public Future<NetSocket> connect(SocketAddress remote) {
            return guarded(client.connect(remote));
        }

        @Override
        public Future<NetSocket> connect(SocketAddress remote, String serverName) {
            return guarded(client.connect(remote, serverName));
        }

        @Override
        public Future<NetSocket> connect(ConnectOptions options) {
            return guarded(client.connect(options));
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
