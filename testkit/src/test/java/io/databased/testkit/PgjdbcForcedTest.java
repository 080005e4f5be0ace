package io.databased.testkit;

final class PgjdbcForcedTest extends PgjdbcDatabase implements ForcedContracts {}
