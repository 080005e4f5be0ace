package io.databased.testkit;

/** All that a backend must pass in force-rollback. */
public interface ForcedContracts
        extends CommonContracts, NestingContract, ConcurrentNestingContract, ForceRollbackContract {
    @Override
    default boolean forced() {
        return true;
    }
}
