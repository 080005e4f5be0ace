package io.databased.testkit;

final class H2PooledTest extends H2Database implements PooledContracts, DurabilityContract {}
