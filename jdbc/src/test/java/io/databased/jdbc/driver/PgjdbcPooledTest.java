package io.databased.jdbc.driver;

import io.databased.testkit.ConnectionInitContract;
import io.databased.testkit.DurabilityContract;
import io.databased.testkit.PooledContracts;

final class PgjdbcPooledTest extends PgjdbcDatabase
        implements PooledContracts, ConnectionInitContract, DurabilityContract {

    @Override
    public String setting(int value) {
        return "SET lock_timeout = " + value;
    }

    @Override
    public String settingQuery() {
        return "SELECT CAST(setting AS integer) FROM pg_settings WHERE name = 'lock_timeout'";
    }
}
