package io.databased.postgresql;

import io.databased.servers.PostgresServer;
import io.databased.testkit.ConnectionInitContract;
import io.databased.testkit.DurabilityContract;
import io.databased.testkit.PooledContracts;

final class PostgresPooledTest extends PostgresContract
        implements PooledContracts, ConnectionInitContract, DurabilityContract {
    PostgresPooledTest() {
        super(PostgresServer.NEWEST);
    }

    @Override
    public String setting(int value) {
        return "SET lock_timeout = " + value;
    }

    @Override
    public String settingQuery() {
        return "SELECT CAST(setting AS integer) FROM pg_settings WHERE name = 'lock_timeout'";
    }
}
