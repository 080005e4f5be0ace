package io.databased.testkit;

final class PgjdbcPooledTest extends PgjdbcDatabase implements PooledContracts, DurabilityContract {}
