package io.databased.vertx.connect;

import io.databased.DatabaseUrl.Host;

/**
 * One server of the URL, and how it is spoken to.
 *
 * @param port that of the URL, or the default of the product
 * @param tls as the URL asks for it with this host
 */
public record Server(Host host, int port, Tls.Mode tls) {
    public static Server of(Host host, int defaultPort, Tls tls) {
        return new Server(host, host.port().orElse(defaultPort), tls.mode(host));
    }

    /** The name or address, or what the URL says of the socket. */
    public String name() {
        return host.name().isEmpty() ? "localhost" : host.name();
    }

    /** With its name and port, whether the URL has them or not. */
    public Host known() {
        return new Host(name(), port);
    }

    /** For messages. */
    @Override
    public String toString() {
        return host.socketDirectory().orElseGet(() -> name() + ":" + port);
    }
}
