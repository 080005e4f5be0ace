package io.databased.spring.boot;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The pools' meters, and observations of statements and sessions, if Micrometer is there. */
@AutoConfiguration(after = DatabasedAutoConfiguration.class)
@ConditionalOnClass({MeterBinder.class, ObservationRegistry.class})
@ConditionalOnBean(ManagedDatabase.class)
public class DatabasedMetersAutoConfiguration {
    @Bean
    DatabaseMeters databasedPoolMeters(ObjectProvider<ManagedDatabase> databases) {
        return new DatabaseMeters(databases);
    }

    @Bean
    DatabaseObservations databasedObservations(ObjectProvider<ObservationRegistry> registries) {
        return new DatabaseObservations(registries);
    }
}
