package io.databased.benchmarks.peers;

import io.databased.DatabaseUrl;
import io.databased.servers.LocalServer;
import io.databased.servers.MariaDbServer;
import io.databased.servers.PostgresServer;

/** A database for one run, on a server that was started for it or that the environment names; closing drops it. */
final class RunDatabase implements AutoCloseable {
    private final LocalServer server;
    private final DatabaseUrl url;
    private final String drop;

    private RunDatabase(LocalServer server, String dropping) {
        this.server = server;
        this.url = DatabaseUrl.parse(server.createDatabase());
        this.drop = "DROP DATABASE " + url.database().orElseThrow() + dropping;
    }

    /** On the server of {@code DATABASED_TEST_POSTGRESQL_URL}, or on one without durability. */
    static RunDatabase postgresql() {
        return new RunDatabase(PostgresServer.shared(), " WITH (FORCE)");
    }

    /** On the server of {@code DATABASED_TEST_MYSQL_URL}, or on one without durability. */
    static RunDatabase mariaDb() {
        return new RunDatabase(MariaDbServer.shared(), "");
    }

    /** The URL, which says the port in any case. */
    DatabaseUrl url() {
        return url.withHost(url.hosts().get(0).name(), server.port());
    }

    @Override
    public void close() {
        server.execute(drop);
    }
}
