package io.databased.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A database of the shared server, seen through a proxy by a client that waits some seconds and no longer. */
final class ProxiedPostgres implements AutoCloseable {
    private final String database =
            PostgresServerTest.name(PostgresServer.shared().createDatabase());
    final FaultProxy proxy = FaultProxy.postgres(PostgresServer.shared().port());

    /** A connection that says no more at its opening than it has to. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + database
                + "?user=postgres&sslmode=disable&gssEncMode=disable&preferQueryMode=simple&socketTimeout=4&loginTimeout=4"
                + "&assumeMinServerVersion=14&ApplicationName=" + database);
    }

    long sessions() {
        return PostgresServer.shared().backends(database);
    }

    Connection direct() throws SQLException {
        return PostgresServer.shared().connect(database);
    }

    @Override
    public void close() {
        proxy.close();
    }
}
