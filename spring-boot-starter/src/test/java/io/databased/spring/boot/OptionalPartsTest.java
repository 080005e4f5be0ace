package io.databased.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.spring.TransactionalQueryable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What an application need not have. */
class OptionalPartsTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DatabasedAutoConfiguration.class,
                    DatabasedTransactionAutoConfiguration.class,
                    DatabasedHealthAutoConfiguration.class,
                    DatabasedMetersAutoConfiguration.class))
            .withPropertyValues("databased.url=sqlite:///:memory:");

    @Test
    void allOfThem() {
        runner.run(context -> assertThat(context)
                .hasNotFailed()
                .hasBean("databasedHealthContributor")
                .hasBean("databasedPoolMeters")
                .hasBean("transactionTemplate"));
    }

    @Test
    void actuatorAndMicrometer() {
        runner.withClassLoader(new FilteredClassLoader(OptionalPartsTest::isOptional))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(TransactionalQueryable.class)
                        .doesNotHaveBean("databasedHealthContributor")
                        .doesNotHaveBean("databasedPoolMeters"));
    }

    @Test
    void healthThatIsSwitchedOff() {
        runner.withPropertyValues("management.health.databased.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("databasedHealthContributor"));
        runner.withPropertyValues("management.health.defaults.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("databasedHealthContributor"));
    }

    /** Of a class, or of the file that it is in. */
    private static boolean isOptional(String name) {
        String dotted = name.replace('/', '.');
        return Stream.of("org.springframework.boot.actuate.", "org.springframework.boot.health.", "io.micrometer.")
                .anyMatch(dotted::startsWith);
    }
}
