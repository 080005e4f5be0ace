package io.databased.testkit;

final class SqliteMemoryPooledTest extends SqliteMemoryDatabase implements PooledContracts {}
