package io.databased.examples;

import static io.databased.Sql.sql;

import io.databased.BlockingQueryable;
import io.databased.Database;
import java.io.PrintStream;
import java.util.List;

/** Creates the table that the stories are about, and prints it. */
final class MovieTable {
    private static final List<Movie> MOVIES = List.of(
            new Movie("Sherlock Jr.", 1924),
            new Movie("Alien", 1979),
            new Movie("Memento", 2000),
            new Movie("Inception", 2010),
            new Movie("Interstellar", 2014),
            new Movie("Joker", 2019));

    private MovieTable() {}

    static void create(Database database) {
        database.blocking().session(session -> {
            session.execute("CREATE TABLE movies (title TEXT NOT NULL, year INTEGER NOT NULL)");
            return session.executeMany(
                    "INSERT INTO movies (title, year) VALUES (?, ?)",
                    MOVIES.stream()
                            .map(movie -> List.of(movie.title(), movie.year()))
                            .toList());
        });
    }

    static void print(String heading, BlockingQueryable database, PrintStream out) {
        out.println(heading);
        List<Movie> movies = database.fetchAll(
                sql("SELECT title, year FROM movies ORDER BY year").mapTo(Movie.class));
        movies.forEach(movie -> out.println("  " + movie.year() + "  " + movie.title()));
    }
}
