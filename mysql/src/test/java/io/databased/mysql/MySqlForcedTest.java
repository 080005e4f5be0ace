package io.databased.mysql;

import io.databased.testkit.ForcedContracts;

final class MySqlForcedTest extends MySqlContract implements ForcedContracts {}
