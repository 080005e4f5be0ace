package consumer;

import static io.databased.Sql.sql;

import io.databased.BlockingDatabase;
import io.databased.Database;
import io.databased.PoolOptions;
import java.time.Duration;
import java.util.List;

public final class Main {
    public record Movie(String title, int year) {}

    private Main() {}

    public static void main(String[] arguments) {
        if (!Main.class.getModule().isNamed()) {
            throw new IllegalStateException("not on the module path");
        }
        PoolOptions patient = PoolOptions.builder().loginTimeout(Duration.ofMinutes(1)).acquireTimeout(Duration.ofMinutes(1)).build();
        try (BlockingDatabase movies = Database.builder(arguments[0]).pool(patient).build().blocking()) {
            movies.connect();
            movies.session(session -> {
                session.execute("DROP TABLE IF EXISTS movies");
                session.execute("CREATE TABLE movies (title TEXT NOT NULL, year INTEGER NOT NULL)");
                return session.execute("INSERT INTO movies (title, year) VALUES (?, ?)", List.of("Dune", 2021));
            });
            Movie movie = movies.fetchExactlyOne(sql("SELECT title, year FROM movies").mapTo(Movie.class));
            System.out.println(movie.title() + ", " + movie.year());
        }
    }
}
