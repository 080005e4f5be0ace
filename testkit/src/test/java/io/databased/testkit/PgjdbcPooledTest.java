package io.databased.testkit;

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
