package io.databased.postgresql;

import io.databased.DatabaseUrl.Host;
import io.databased.vertx.Tls;
import io.vertx.core.net.SocketAddress;

/** One server of the URL, and how it is spoken to. */
record Server(Host host, int port, Tls.Mode tls) {
    static final int DEFAULT_PORT = 5432;

    static Server of(Host host, Tls tls) {
        return new Server(host, host.port().orElse(DEFAULT_PORT), tls.mode(host));
    }

    /** The name or address, or the folder of the socket. */
    String name() {
        return host.name().isEmpty() ? "localhost" : host.name();
    }

    SocketAddress address() {
        return host.socketDirectory()
                .map(folder -> SocketAddress.domainSocketAddress(folder + "/.s.PGSQL." + port))
                .orElseGet(() -> SocketAddress.inetSocketAddress(port, name()));
    }

    /** For messages. */
    @Override
    public String toString() {
        return name() + ":" + port;
    }
}
