package io.databased.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.BlockingSession;
import io.databased.Database;
import io.databased.testkit.Futures;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolMetersTest {
    private static final Pattern METER = Pattern.compile("\\b(?:hikaricp|databased)_[a-z_]+");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PoolMeters meters = new PoolMeters("films");

    @TempDir
    Path folder;

    private Database connected(String url) {
        Database database = Database.builder(url).observer(meters).build();
        Futures.await(database.connect());
        meters.watch(database).bindTo(registry);
        return database;
    }

    private double gauge(String name, String pool) {
        return registry.get("hikaricp.connections" + name)
                .tag("pool", pool)
                .gauge()
                .value();
    }

    private long times(String name) {
        return registry.get("hikaricp.connections" + name)
                .tag("pool", "films")
                .timer()
                .count();
    }

    @Test
    void areTheNumbersAndTimesOfThePool() {
        try (Database database = connected("sqlite:///:memory:")) {
            BlockingSession session = database.blocking().session().open();
            assertThat(gauge(".active", "films")).isEqualTo(1);
            assertThat(gauge("", "films")).isEqualTo(1);
            assertThat(gauge(".idle", "films")).isZero();
            assertThat(times(".acquire")).isEqualTo(1);
            assertThat(times(".usage")).isZero();
            session.close();

            Futures.until("the use is over", () -> times(".usage") == 1);
            assertThat(gauge(".active", "films")).isZero();
            assertThat(gauge(".max", "films")).isEqualTo(database.stats().maxSize());
            assertThat(registry.get("hikaricp.connections.timeout")
                            .functionCounter()
                            .count())
                    .isZero();
            database.blocking().fetchAll("SELECT 1");
            Futures.until("the one-shot is over", () -> times(".usage") == 2);
            database.blocking().disconnect();
            assertThat(gauge("", "films"))
                    .as("of a database that is not connected")
                    .isZero();
            database.blocking().connect();
            assertThat(times(".creation")).isPositive();
        }
    }

    @Test
    void readersAreAPoolOfTheirOwn() {
        try (Database database = connected("sqlite:///" + folder.resolve("films.db"))) {
            database.blocking().fetchAll("SELECT 1");
            assertThat(gauge(".max", "films")).isEqualTo(1);
            assertThat(gauge("", "films-replicas")).isPositive();
        }
    }

    @Test
    void metersWithoutDatabaseAreRefused() {
        assertThatThrownBy(() -> meters.bindTo(registry))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call watch(database)");
    }

    /** By the names that a Prometheus registry gives. */
    @Test
    void dashboardShowsMetersThatThereAre() throws IOException {
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(registry));
        try (Database database = Database.builder("sqlite:///:memory:")
                .observer(meters)
                .observer(new DatabasedObservations("films", () -> observations))
                .build()) {
            Futures.await(database.connect());
            meters.watch(database).bindTo(registry);
            Futures.await(database.session(session -> session.fetchAll("SELECT 1")));
        }
        Set<String> there = new TreeSet<>();
        for (Meter meter : registry.getMeters()) {
            String name = meter.getId().getName().replace('.', '_');
            switch (meter.getId().getType()) {
                case TIMER -> {
                    there.add(name + "_seconds_count");
                    there.add(name + "_seconds_sum");
                    there.add(name + "_seconds_max");
                }
                case COUNTER -> there.add(name + "_total");
                default -> there.add(name);
            }
        }
        Set<String> shown = METER.matcher(Files.readString(Path.of("grafana/databased.json")))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(shown).hasSizeGreaterThan(10).isSubsetOf(there);
    }
}
