package io.databased.spring.boot;

import io.databased.DatabaseBuilder;
import io.databased.micrometer.PoolMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The meters of the pools of all databases; the tag {@code pool} is the name of the database. Of one that the application makes
 * itself there are the numbers, and the times if it has {@link #customize} called.
 */
final class DatabaseMeters implements MeterBinder, DatabaseBuilderCustomizer {
    private final ObjectProvider<ManagedDatabase> databases;
    private final Map<String, PoolMeters> meters = new ConcurrentHashMap<>();

    DatabaseMeters(ObjectProvider<ManagedDatabase> databases) {
        this.databases = databases;
    }

    private PoolMeters of(String name) {
        return meters.computeIfAbsent(name, PoolMeters::new);
    }

    @Override
    public void customize(String name, DatabaseBuilder builder) {
        builder.observer(of(name));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        databases
                .orderedStream()
                .forEach(managed -> of(managed.name()).watch(managed.database()).bindTo(registry));
    }
}
