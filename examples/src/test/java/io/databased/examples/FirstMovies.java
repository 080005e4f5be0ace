package io.databased.examples;

// tag::first
import io.databased.BlockingDatabase;
import io.databased.Database;
import io.databased.StatementException;
import java.util.List;

public final class FirstMovies {
    public static void main(String[] arguments) {
        try (BlockingDatabase movies = Database.of("sqlite:///movies.sqlite").blocking()) {
            movies.connect();
            movies.execute("CREATE TABLE IF NOT EXISTS movies (title TEXT NOT NULL, year INTEGER NOT NULL)");

            // A session is a transaction: it commits when the work returns, and rolls back when the work throws.
            movies.session(session -> {
                session.execute("INSERT INTO movies (title, year) VALUES (?, ?)", List.of("Dune", 2021));
                try {
                    session.transaction(child -> child.execute("INSERT INTO movies (title) VALUES ('Tenet')"));
                } catch (StatementException refused) { // the child is undone, the session goes on
                    System.out.println(refused.getMessage());
                }
                return null;
            });

            movies.fetchAll("SELECT title, year FROM movies")
                    .forEach(row -> System.out.println(row.getString("title") + ", " + row.getInt("year")));
        }
    }
}
// end::first
