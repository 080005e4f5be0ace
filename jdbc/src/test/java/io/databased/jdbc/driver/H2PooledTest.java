package io.databased.jdbc.driver;

import io.databased.testkit.ConnectionInitContract;
import io.databased.testkit.DurabilityContract;
import io.databased.testkit.PooledContracts;

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
