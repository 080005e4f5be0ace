package io.databased.mysql;

import io.databased.DatabaseUrl.Host;
import io.databased.vertx.Tls;

/** One server of the URL, and how it is spoken to. */
record Server(Host host, int port, Tls.Mode tls) {
    private static final int DEFAULT_PORT = 3306;

    static Server of(Host host, Tls tls) {
        return new Server(host, host.port().orElse(DEFAULT_PORT), tls.mode(host));
    }

    /** The name or address, or the path of the socket. */
    String name() {
        return host.name().isEmpty() ? "localhost" : host.name();
    }

    /** For messages. */
    @Override
    public String toString() {
        return host.socketDirectory().orElseGet(() -> name() + ":" + port);
    }
}
