package io.databased.sqlite;

import io.databased.testkit.ForcedContracts;

final class SqliteFileForcedTest extends SqliteFileDatabase implements ForcedContracts {}
