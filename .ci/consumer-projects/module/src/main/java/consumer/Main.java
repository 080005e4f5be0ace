package consumer;

import static io.databased.Sql.sql;

import io.databased.BlockingDatabase;
import io.databased.Database;
import java.util.List;

public final class Main {
    public record Movie(String title, int year) {}

    private Main() {}

    public static void main(String[] arguments) {
        if (!Main.class.getModule().isNamed()) {
            throw new IllegalStateException("not on the module path");
        }
        try (BlockingDatabase movies = Database.of(arguments[0]).blocking()) {
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
