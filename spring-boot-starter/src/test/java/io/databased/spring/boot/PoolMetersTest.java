package io.databased.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.BlockingDatabase;
import io.databased.BlockingSession;
import io.databased.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private double gauge(String name, String pool) {
        return registry.get("hikaricp.connections" + name)
                .tag("pool", pool)
                .gauge()
                .value();
    }

    @Test
    void areTheNumbersOfEachPool() {

        try (Database films = Database.of("sqlite:///:memory:");
                Database orders = Database.of("sqlite:///:memory:")) {
            BlockingDatabase connected = films.blocking().connect();
            orders.connect().join();
            new PoolMeters(List.of(
                            new ManagedDatabase("films", films, false), new ManagedDatabase("orders", orders, false)))
                    .bindTo(registry);

            double before = acquired();
            BlockingSession session = connected.session().open();
            assertThat(gauge(".active", "films")).isEqualTo(1);
            assertThat(gauge(".active", "orders")).isZero();
            assertThat(gauge("", "films")).isEqualTo(gauge(".active", "films") + gauge(".idle", "films"));
            session.close();

            assertThat(gauge(".active", "films")).isZero();
            assertThat(gauge(".max", "films")).isEqualTo(connected.stats().maxSize());
            assertThat(acquired()).isEqualTo(before + 1);
            connected.disconnect();
            assertThat(gauge("", "films"))
                    .as("of a database that is not connected")
                    .isZero();
        }
    }

    private double acquired() {
        return registry.get("hikaricp.connections.acquire")
                .tag("pool", "films")
                .functionTimer()
                .count();
    }
}
