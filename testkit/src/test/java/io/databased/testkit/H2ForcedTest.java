package io.databased.testkit;

final class H2ForcedTest extends H2Database implements ForcedContracts {}
