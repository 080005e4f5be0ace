package io.databased.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.BlockingDatabase;
import io.databased.servers.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

class MigrationTest {
    @TempDir
    Path folder;

    @Test
    void flywayMigratesTheSameDatabaseFirst() {
        try (ConfigurableApplicationContext context = Starter.start(
                Early.class,
                "databased.url=sqlite:///" + folder.resolve("films.sqlite"),
                "spring.flyway.enabled=true",
                "spring.liquibase.enabled=false")) {
            assertThat(context.getBean(Early.class).rows).isEqualTo(1);
        }
    }

    @Test
    void soDoesLiquibase() {
        try (ConfigurableApplicationContext context = Starter.start(
                Early.class,
                "databased.url=" + PostgresServer.shared().createDatabase(),
                "databased.pool.max-size=2",
                "spring.flyway.enabled=false",
                "spring.liquibase.enabled=true",
                "spring.liquibase.change-log=classpath:/db/changelog/films.sql")) {
            assertThat(context.getBean(Early.class).rows).isEqualTo(1);
        }
    }

    /** Reads what a migration has written, as soon as it is made. */
    static class Early {
        final long rows;

        Early(BlockingDatabase database) {
            rows = database.fetchExactlyOne("SELECT count(*) AS n FROM migrated")
                    .getLong("n");
        }
    }

    @Test
    void whatTheApplicationSaysGoesFirst() {
        try (ConfigurableApplicationContext context =
                Starter.start("databased.url=sqlite:///:memory:", "spring.liquibase.url=jdbc:other")) {
            Environment environment = context.getEnvironment();
            assertThat(environment.getProperty("spring.liquibase.url")).isEqualTo("jdbc:other");
            assertThat(environment.getProperty("spring.flyway.url"))
                    .as("nobody else sees a database in memory")
                    .isNull();
        }
    }
}
