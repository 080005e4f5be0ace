package io.databased.jdbc.driver;

import io.databased.testkit.ForcedContracts;

final class H2ForcedTest extends H2Database implements ForcedContracts {}
