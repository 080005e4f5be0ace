package io.databased.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings of a private server. */
public final class PostgresBuilder {
    private final Map<String, String> settings = new LinkedHashMap<>(Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "fsync", "off",
            "full_page_writes", "off",
            "synchronous_commit", "off",
            "autovacuum", "off"));
    private final List<String> rules = new ArrayList<>();
    private int major = PostgresServer.NEWEST;

    PostgresBuilder() {}

    /** Another major version than the newest. */
    public PostgresBuilder major(int version) {
        major = version;
        return this;
    }

    /** A setting of {@code postgresql.conf}, such as {@code max_connections}. */
    public PostgresBuilder set(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /** Settings of {@code postgresql.conf}. */
    public PostgresBuilder set(Map<String, String> values) {
        settings.putAll(values);
        return this;
    }

    /** Keeps what was committed through {@link LocalServer#kill()}, which a server for tests does not do otherwise. */
    public PostgresBuilder durable() {
        return set(Map.of("fsync", "on", "full_page_writes", "on", "synchronous_commit", "on"));
    }

    /**
     * A line of {@code pg_hba.conf} that holds before the one that trusts everybody, such as
     * {@code host all alice all scram-sha-256}. Leave {@code postgres} alone, who controls the server.
     */
    public PostgresBuilder allow(String rule) {
        rules.add(rule);
        return this;
    }

    /** Offers TLS with this key and certificate. */
    public PostgresBuilder tls(TestAuthority.Identity identity) {
        return set(Map.of(
                "ssl", "on",
                "ssl_cert_file", TestAuthority.temporary(identity.certificate()).toString(),
                "ssl_key_file", TestAuthority.temporary(identity.key()).toString()));
    }

    /** Accepts the certificates of users that this authority has issued; {@link #allow} says where one is wanted. */
    public PostgresBuilder trust(TestAuthority authority) {
        return set("ssl_ca_file", authority.file().toString());
    }

    /** Starts the server. */
    public PostgresServer start() {
        try {
            PostgresBinaries binaries = PostgresBinaries.of(major);
            return new PostgresServer(ServerInstance.start(binaries, "postgresql", folder -> {
                PostgresData data = PostgresData.in(folder);
                binaries.createData(data.directory());
                data.configure(settings);
                data.allow(rules);
            }));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
