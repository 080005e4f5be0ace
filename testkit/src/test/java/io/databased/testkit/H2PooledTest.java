package io.databased.testkit;

final class H2PooledTest extends H2Database implements PooledContracts, DurabilityContract {
    @Override
    public int seeds() {
        return 300;
    }
}
