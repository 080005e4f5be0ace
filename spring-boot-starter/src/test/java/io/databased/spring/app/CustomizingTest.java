package io.databased.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs the snippets of docs/spring-boot.md that {@link FilmServiceTest} does not. */
class CustomizingTest {
    @EnableAutoConfiguration
    static class Empty {}

    @Test
    void runsOnANamedDatabase() {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(
                        Empty.class, Customizing.Lines.class, Customizing.Audit.class)
                .web(WebApplicationType.NONE)
                .run("--databased.url=sqlite:///:memory:", "--databased.databases.audit.url=sqlite:///:memory:")) {
            Database audit = context.getBean("auditDatabase", Database.class);
            audit.execute("CREATE TABLE notes (text TEXT)").join();
            context.getBean(Customizing.Audit.class).note("hello");

            assertThat(audit.fetchAll("SELECT text FROM notes").join()).hasSize(1);
        }
    }
}
