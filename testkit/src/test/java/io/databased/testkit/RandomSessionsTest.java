package io.databased.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random programs of nested sessions come to what a stack of maps comes to, whatever fails or is cancelled in them. */
@Tag("R5")
@Tag("R10")
@Tag("R14")
final class RandomSessionsTest {
    private static Database connected(DatabaseBuilder builder) {
        return Futures.await(builder.build().connect());
    }

    @Test
    void modelAgreesWithStackOfMaps() {
        ModelBackend backend = new ModelBackend();
        try (Database database = connected(backend.builder())) {
            Seeds.each(6000, random -> RandomSessionsContract.check(random, database));
            LeakCheck.assertIdle(database);
        }
    }

    @Test
    @Tag("R27")
    void modelAgreesWithStackOfMapsInForceRollback() {
        ModelBackend backend = new ModelBackend();
        try (Database database = connected(backend.builder().forceRollback())) {
            Seeds.each(3000, random -> RandomSessionsContract.check(random, database));
        }
        assertThat(backend.committed()).isEmpty();
    }
}
