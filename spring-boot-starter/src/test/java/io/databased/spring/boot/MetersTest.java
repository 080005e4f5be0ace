package io.databased.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.BlockingDatabase;
import io.databased.BlockingSession;
import io.databased.spring.Until;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(DatabasedAutoConfiguration.class, DatabasedMetersAutoConfiguration.class))
            .withPropertyValues(
                    "databased.databases.films.url=sqlite:///:memory:",
                    "databased.databases.orders.url=sqlite:///:memory:");

    private double gauge(String name, String pool) {
        return registry.get("hikaricp.connections" + name)
                .tag("pool", pool)
                .gauge()
                .value();
    }

    @Test
    void areTheNumbersOfEachPool() {
        runner.run(context -> {
            context.getBean(DatabaseMeters.class).bindTo(registry);
            BlockingDatabase films = context.getBean("filmsBlockingDatabase", BlockingDatabase.class);
            BlockingSession session = films.session().open();
            assertThat(gauge(".active", "films")).isEqualTo(1);
            assertThat(gauge(".active", "orders")).isZero();
            session.close();

            Until.holds("the connection is back", () -> gauge(".active", "films") == 0);
            assertThat(registry.get("hikaricp.connections.acquire")
                            .tag("pool", "films")
                            .timer()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void statementsAreObservedWhereThereIsARegistry() {
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(registry));
        runner.withBean(ObservationRegistry.class, () -> observations).run(context -> {
            context.getBean("filmsBlockingDatabase", BlockingDatabase.class).fetchAll("SELECT 1");
            Until.holds("one is counted", () -> {
                Timer answered = registry.find("databased.statement")
                        .tag("pool", "films")
                        .tag("outcome", "answered")
                        .timer();
                return answered != null && answered.count() == 1;
            });
        });
    }
}
