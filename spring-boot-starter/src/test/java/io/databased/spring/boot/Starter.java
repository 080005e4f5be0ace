package io.databased.spring.boot;

import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts contexts that hold what Boot configures by itself, and no more than they are given. */
final class Starter {
    private Starter() {}

    /** Nothing of its own. */
    @EnableAutoConfiguration
    static class Empty {}

    static ConfigurableApplicationContext start(Class<?> configuration, String... properties) {
        return new SpringApplicationBuilder(Empty.class, configuration)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off")
                .run(Stream.of(properties).map(property -> "--" + property).toArray(String[]::new));
    }

    static ConfigurableApplicationContext start(String... properties) {
        return start(Empty.class, properties);
    }
}
