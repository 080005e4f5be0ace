package io.databased.films;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Films on http://localhost:8080, from an SQLite file, or from where {@code databased.url} says. */
@SpringBootApplication
public class FilmsApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(FilmsApplication.class, arguments);
    }
}
