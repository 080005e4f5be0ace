package io.databased.testkit;

final class SqliteFilePooledTest extends SqliteFileDatabase implements PooledContracts, DurabilityContract {}
