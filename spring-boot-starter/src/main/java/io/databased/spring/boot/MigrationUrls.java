package io.databased.spring.boot;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Gives Flyway and Liquibase the default database, unless the application says where to migrate: {@code spring.flyway.url}, {@code
 * spring.liquibase.url}, their user and password are made of {@code databased.url} when they are asked for.
 */
final class MigrationUrls implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    private static final String NAME = "databasedMigrationUrls";

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        if (!environment.getPropertySources().contains(NAME)) {
            environment.getPropertySources().addLast(new Source(environment));
        }
    }

    /** After the files of the application have been read. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    private static final class Source extends PropertySource<Object> {
        private static final Map<String, String> KEYS = Map.of(
                "spring.flyway.url", "url",
                "spring.flyway.user", "user",
                "spring.flyway.password", "password",
                "spring.liquibase.url", "url",
                "spring.liquibase.user", "user",
                "spring.liquibase.password", "password");

        private final ConfigurableEnvironment environment;

        /** The environment is not the source itself: Boot would look for further sources in it, and find this one. */
        Source(ConfigurableEnvironment environment) {
            super(NAME);
            this.environment = environment;
        }

        @Override
        public @Nullable Object getProperty(String name) {
            String part = KEYS.get(name);
            return part == null || environment.containsProperty("spring.datasource.url") ? null : part(part);
        }

        private @Nullable Object part(String part) {
            DatabaseProperties settings = new DatabaseProperties();
            settings.setUrl(environment.getProperty("databased.url"));
            settings.setUsername(environment.getProperty("databased.username"));
            settings.setPassword(environment.getProperty("databased.password"));
            return settings.getUrl() == null ? null : MigrationUrl.part(settings, part);
        }
    }
}
