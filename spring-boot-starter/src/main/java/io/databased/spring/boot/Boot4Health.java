package io.databased.spring.boot;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The health of the databases, by the names that Boot 4 has for it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
class Boot4Health {
    /** Seen only if the class above is there. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(ManagedDatabase.class)
    @ConditionalOnEnabledHealthIndicator("databased")
    static class Contributor {
        @Bean
        @ConditionalOnMissingBean(name = {"databasedHealthIndicator", "databasedHealthContributor"})
        HealthContributor databasedHealthContributor(ObjectProvider<ManagedDatabase> databases) {
            List<ManagedDatabase> all = databases.orderedStream().toList();
            return all.size() == 1
                    ? indicator(all.get(0))
                    : CompositeHealthContributor.fromMap(
                            all.stream().collect(Collectors.toMap(ManagedDatabase::name, Boot4Health::indicator)));
        }
    }

    private static HealthIndicator indicator(ManagedDatabase managed) {
        return () -> {
            HealthCheck check = HealthCheck.of(managed);
            Health.Builder health = check.failure() == null ? Health.up() : Health.down(check.failure());
            return health.withDetails(check.details()).build();
        };
    }
}
