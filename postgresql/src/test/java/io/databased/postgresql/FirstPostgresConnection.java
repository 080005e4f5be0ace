package io.databased.postgresql;

import io.databased.servers.PostgresServer;
import io.databased.testkit.FirstConnection;

/** To the server that the tests share. */
public final class FirstPostgresConnection extends FirstConnection {
    public FirstPostgresConnection() {
        super(() -> PostgresServer.shared().createDatabase());
    }
}
