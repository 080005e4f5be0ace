package io.databased.mysql;

import io.databased.testkit.DurabilityContract;
import io.databased.testkit.PooledContracts;

final class MySqlPooledTest extends MySqlContract implements PooledContracts, DurabilityContract {}
