package io.databased.spring.app;

import io.databased.BlockingDatabase;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** An application as a user has it: nothing in it but its own work. */
@SpringBootApplication
public class Application {
    /** The application without a web server, and with these properties ({@code name=value}). */
    public static ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(Application.class)
                .properties("spring.main.web-application-type=none", "spring.main.banner-mode=off")
                .run(Stream.of(properties).map(property -> "--" + property).toArray(String[]::new));
    }

    /** The table, made while the application starts. */
    @Bean
    Schema schema(BlockingDatabase database) {
        database.execute("CREATE TABLE IF NOT EXISTS films (title VARCHAR(80) PRIMARY KEY, year INTEGER NOT NULL)");
        return new Schema();
    }

    /** Tells that the table is there. */
    public record Schema() {}
}
