package io.databased.testkit;

final class MariaDbJdbcPooledTest extends MariaDbJdbcDatabase implements PooledContracts, DurabilityContract {}
