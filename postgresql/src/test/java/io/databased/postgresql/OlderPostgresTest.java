package io.databased.postgresql;

import io.databased.servers.PostgresServer;
import io.databased.testkit.PooledContracts;

/** The contracts once more, on an older server. */
final class OlderPostgresTest extends PostgresContract implements PooledContracts {
    OlderPostgresTest() {
        super(PostgresServer.OLDER);
    }
}
