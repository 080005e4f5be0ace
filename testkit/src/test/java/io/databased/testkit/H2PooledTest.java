package io.databased.testkit;

final class H2PooledTest extends H2Database implements PooledContracts, ConnectionInitContract, DurabilityContract {
    @Override
    public int seeds() {
        return 300;
    }

    @Override
    public String setting(int value) {
        return "SET LOCK_TIMEOUT " + value;
    }

    @Override
    public String settingQuery() {
        return "SELECT LOCK_TIMEOUT()";
    }
}
