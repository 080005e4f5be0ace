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

    /** Keeps what was committed through {@link PostgresServer#kill()}, which a server for tests does not do otherwise. */
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

    /** Starts the server. */
    public PostgresServer start() {
        try {
            PostgresCluster cluster = new PostgresCluster(PostgresBinaries.of(major));
            cluster.binaries().createData(cluster.data());
            cluster.configure(settings);
            cluster.allow(rules);
            cluster.start();
            return new PostgresServer(PostgresControl.local(cluster.port()), cluster);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
