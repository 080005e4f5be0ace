package io.databased.testkit;

final class SqliteMemoryPooledTest extends SqliteMemoryDatabase implements PooledContracts {
    @Override
    public int seeds() {
        return 500;
    }
}
