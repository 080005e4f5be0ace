package io.databased.jdbc.driver;

import io.databased.testkit.ConnectionInitContract;
import io.databased.testkit.DurabilityContract;
import io.databased.testkit.PooledContracts;

final class MariaDbJdbcPooledTest extends MariaDbJdbcDatabase
        implements PooledContracts, ConnectionInitContract, DurabilityContract {

    @Override
    public String setting(int value) {
        return "SET SESSION lock_wait_timeout = " + value;
    }

    @Override
    public String settingQuery() {
        return "SELECT @@lock_wait_timeout";
    }
}
