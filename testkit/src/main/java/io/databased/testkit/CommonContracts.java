package io.databased.testkit;

/** Everything that holds with a pool and in force-rollback alike, with savepoints and without. */
public interface CommonContracts
        extends LifecycleContract,
                SessionContract,
                FailureContract,
                OriginContract,
                QueryContract,
                ParameterContract,
                MappingContract,
                StreamingContract,
                CancellationContract,
                ConcurrencyContract,
                ObserverContract,
                RandomSessionsContract {}
