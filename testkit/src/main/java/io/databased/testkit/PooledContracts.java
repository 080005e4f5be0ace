package io.databased.testkit;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.AcquireTimeoutException;
import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.SessionOptions;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All that a backend must pass in everyday use. Those that outlive their connections add {@link DurabilityContract}. */
public interface PooledContracts extends CommonContracts, NestingContract, ConcurrentNestingContract, PoolContract {
    /** Not in force-rollback, where connecting waits no longer either: for the answer to BEGIN. */
    @Test
    @Tag("R12")
    default void secondChildWaitsNoLongerThanTheAcquireTimeoutAndNamesTheHolder() {
        PoolOptions pool =
                PoolOptions.builder().acquireTimeout(Duration.ofMillis(100)).build();
        try (Database database = open(underTest().pool(pool))) {
            Session parent = await(database.session().open());
            Session first =
                    await(parent.transaction(SessionOptions.named("newt")).open());

            assertThat(failure(parent.transaction().open(), AcquireTimeoutException.class))
                    .hasMessageContaining("newt");

            await(insert(first, "first"));
            await(first.commit());
            assertThat(titles(parent)).containsExactly("first"); // without a wait for a connection, which is as short
            await(parent.commit());
        }
    }
}
