package io.databased.testkit;

/** All that a backend must pass in everyday use. Those that outlive their connections add {@link DurabilityContract}. */
public interface PooledContracts extends CommonContracts, NestingContract, ConcurrentNestingContract, PoolContract {}
