package io.databased.testkit;

final class SqliteMemoryForcedTest extends SqliteMemoryDatabase implements ForcedContracts {}
