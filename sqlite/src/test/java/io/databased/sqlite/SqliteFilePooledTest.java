package io.databased.sqlite;

import io.databased.testkit.ConnectionInitContract;
import io.databased.testkit.DurabilityContract;
import io.databased.testkit.PooledContracts;

final class SqliteFilePooledTest extends SqliteFileDatabase
        implements PooledContracts, ConnectionInitContract, DurabilityContract {

    @Override
    public String setting(int value) {
        return "PRAGMA cache_size = " + value;
    }

    @Override
    public String settingQuery() {
        return "SELECT cache_size FROM pragma_cache_size";
    }
}
