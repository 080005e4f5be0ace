package io.databased.examples;

import static io.databased.examples.Movies.MOVIES;
import static io.databased.jooq.Jooq.jooq;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.select;

import io.databased.Database;
import java.util.List;
import java.util.Map;

/** The story of {@link SeedStory} with values in place of futures. */
final class BlockingStory {
    private BlockingStory() {}

    static void run(Database database) {
        database.blocking().session(session -> {
            List<Movie> movies = session.fetchAll(
                    jooq(select(MOVIES.TITLE, MOVIES.YEAR).from(MOVIES).where(MOVIES.YEAR.ge(2010)))
                            .map(mapping(Movie::new)));
            return session.transaction(transaction -> {
                transaction.execute("DELETE FROM movies WHERE year >= :year", Map.of("year", 2010));
                return transaction.transaction(nested -> nested.executeMany(
                        "INSERT INTO movies (title, year) VALUES (?, ?)",
                        movies.stream()
                                .map(movie -> List.of(movie.title(), movie.year() - 1000))
                                .toList()));
            });
        });
    }
}
