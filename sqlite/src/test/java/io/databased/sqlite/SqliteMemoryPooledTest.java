package io.databased.sqlite;

import io.databased.testkit.ConnectionInitContract;
import io.databased.testkit.PooledContracts;

final class SqliteMemoryPooledTest extends SqliteMemoryDatabase implements PooledContracts, ConnectionInitContract {
    @Override
    public int seeds() {
        return 500;
    }

    @Override
    public String setting(int value) {
        return "PRAGMA cache_size = " + value;
    }

    @Override
    public String settingQuery() {
        return "SELECT cache_size FROM pragma_cache_size";
    }
}
