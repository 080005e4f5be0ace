package io.databased.postgresql;

import io.databased.servers.PostgresServer;
import io.databased.testkit.DurabilityContract;
import io.databased.testkit.PooledContracts;

final class PostgresPooledTest extends PostgresContract implements PooledContracts, DurabilityContract {
    PostgresPooledTest() {
        super(PostgresServer.NEWEST);
    }
}
