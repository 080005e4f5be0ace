package io.databased.spring.boot;

import io.databased.DatabaseBuilder;
import io.databased.micrometer.DatabasedObservations;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

/** Has statements and sessions observed, where the application has a registry of observations: for timers and traces. */
final class DatabaseObservations implements DatabaseBuilderCustomizer {
    private final SingletonSupplier<ObservationRegistry> registry;

    DatabaseObservations(ObjectProvider<ObservationRegistry> registries) {
        this.registry = SingletonSupplier.of(() -> registries.getIfAvailable(() -> ObservationRegistry.NOOP));
    }

    @Override
    public void customize(String name, DatabaseBuilder builder) {
        builder.observer(new DatabasedObservations(name, registry::obtain));
    }
}
