package io.databased.testkit;

final class SqliteFileForcedTest extends SqliteFileDatabase implements ForcedContracts {}
