package io.databased.films;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.BlockingDatabase;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Many callers for a moment: each is answered, and no connection is left in use. */
class FilmsLoadTest {
    @TempDir
    Path folder;

    @Test
    void manyCallersAreAnswered() throws Exception {
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(FilmsApplication.class)
                .properties("server.port=0")
                .run("--databased.url=sqlite:///" + folder.resolve("films.sqlite"))) {
            int port =
                    ((WebServerApplicationContext) application).getWebServer().getPort();
            FilmsLoad load = new FilmsLoad("http://127.0.0.1:" + port);

            load.run(Duration.ofSeconds(2));

            System.out.println(load.report(Duration.ofSeconds(2)));
            assertThat(load.failures()).isEmpty();
            assertThat(load.requests()).isGreaterThan(16);
            BlockingDatabase database = application.getBean(BlockingDatabase.class);
            Browser.until(
                    "no connection is in use",
                    () -> database.stats().connections().leased() == 0);
        }
    }
}
