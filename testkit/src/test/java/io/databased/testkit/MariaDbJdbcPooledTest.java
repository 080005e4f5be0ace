package io.databased.testkit;

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
