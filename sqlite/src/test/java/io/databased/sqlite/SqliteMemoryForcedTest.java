package io.databased.sqlite;

import io.databased.testkit.ForcedContracts;

final class SqliteMemoryForcedTest extends SqliteMemoryDatabase implements ForcedContracts {}
