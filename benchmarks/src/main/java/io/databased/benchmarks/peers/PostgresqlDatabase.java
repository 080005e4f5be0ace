package io.databased.benchmarks.peers;

import io.databased.DatabaseUrl;
import io.databased.servers.PostgresServer;

/** A database for one run, on a server of its own or on that of {@code DATABASED_TEST_POSTGRESQL_URL}; closing drops it. */
final class PostgresqlDatabase implements AutoCloseable {
    private final PostgresServer server = PostgresServer.shared();
    private final DatabaseUrl url = DatabaseUrl.parse(server.createDatabase());

    /** The URL, which says the port in any case. */
    DatabaseUrl url() {
        return url.withHost(url.hosts().get(0).name(), server.port());
    }

    @Override
    public void close() {
        server.execute("DROP DATABASE " + url.database().orElseThrow() + " WITH (FORCE)");
    }
}
