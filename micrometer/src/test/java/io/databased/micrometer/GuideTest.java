package io.databased.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

/** The snippet of the guide. */
class GuideTest {
    @Test
    void poolsAreBoundAndStatementsObserved() {
        String url = "sqlite:///:memory:";
        MeterRegistry meterRegistry = new SimpleMeterRegistry();
        ObservationRegistry observationRegistry = ObservationRegistry.create();

        // tag::micrometer
        PoolMeters meters = new PoolMeters("films");
        Database database = Database.builder(url)
                .observer(meters)
                .observer(new DatabasedObservations("films", () -> observationRegistry))
                .build();
        meters.watch(database.connect().join()).bindTo(meterRegistry);
        // end::micrometer

        assertThat(meterRegistry.get("hikaricp.connections.max").gauge().value())
                .isEqualTo(database.stats().maxSize());
        database.close();
    }
}
