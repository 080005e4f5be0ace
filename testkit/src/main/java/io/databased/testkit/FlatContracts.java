package io.databased.testkit;

/**
 * All that a backend must pass whose database has no savepoints; it has no second class for force-rollback, which is
 * refused. Those that outlive their connections add {@link FlatDurabilityContract}.
 */
public interface FlatContracts extends CommonContracts, PoolContract, FlatContract {}
