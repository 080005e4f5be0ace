package io.databased.testkit;

/** Everything that holds with a pool and in force-rollback alike. */
public interface CommonContracts
        extends LifecycleContract,
                SessionContract,
                NestingContract,
                QueryContract,
                MappingContract,
                StreamingContract,
                CancellationContract,
                ConcurrencyContract {}
