package consumer;

import io.databased.BlockingQueryable;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class Main {
    public static void main(String[] arguments) {
        SpringApplication.run(Main.class, arguments).close();
    }

    @Bean
    CommandLineRunner story(BlockingQueryable movies) {
        return arguments -> {
            movies.execute("CREATE TABLE movies (title TEXT NOT NULL, year INTEGER NOT NULL)");
            movies.execute("INSERT INTO movies (title, year) VALUES ('Dune', 2021)");
            movies.fetchAll("SELECT title, year FROM movies")
                    .forEach(row -> System.out.println(row.getString("title") + ", " + row.getInt("year")));
        };
    }
}
