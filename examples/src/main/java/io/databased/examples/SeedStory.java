package io.databased.examples;

import static io.databased.examples.Movies.MOVIES;
import static io.databased.jooq.Jooq.jooq;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.select;

import io.databased.Database;
import io.databased.Session;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Sends the films of this century's second decade, and what came after, back by a thousand years: with futures. */
final class SeedStory {
    private SeedStory() {}

    static void run(Database database) {
        database.session(session -> recentMovies(session)
                        .thenCompose(movies -> session.transaction(transaction -> transaction
                                .execute("DELETE FROM movies WHERE year >= :year", Map.of("year", 2010))
                                .thenCompose(deleted ->
                                        transaction.transaction(nested -> insertMillenniumEarlier(nested, movies))))))
                .join();
    }

    private static CompletableFuture<List<Movie>> recentMovies(Session session) {
        return session.fetchAll(
                jooq(select(MOVIES.TITLE, MOVIES.YEAR).from(MOVIES).where(MOVIES.YEAR.ge(2010)))
                        .map(mapping(Movie::new)));
    }

    private static CompletableFuture<Long> insertMillenniumEarlier(Session session, List<Movie> movies) {
        return session.executeMany(
                "INSERT INTO movies (title, year) VALUES (?, ?)",
                movies.stream()
                        .map(movie -> List.of(movie.title(), movie.year() - 1000))
                        .toList());
    }
}
