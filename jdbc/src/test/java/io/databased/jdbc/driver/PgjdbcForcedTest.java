package io.databased.jdbc.driver;

import io.databased.testkit.ForcedContracts;

final class PgjdbcForcedTest extends PgjdbcDatabase implements ForcedContracts {}
