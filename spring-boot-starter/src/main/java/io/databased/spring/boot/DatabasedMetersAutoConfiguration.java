package io.databased.spring.boot;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The pools' meters, if Micrometer is there. */
@AutoConfiguration(after = DatabasedAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(ManagedDatabase.class)
public class DatabasedMetersAutoConfiguration {
    @Bean
    MeterBinder databasedPoolMeters(ObjectProvider<ManagedDatabase> databases) {
        return new PoolMeters(databases.orderedStream().toList());
    }
}
