package io.databased.examples;

import static io.databased.Sql.sql;
import static io.databased.examples.Movies.MOVIES;
import static io.databased.jooq.Jooq.jooq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.select;

import io.databased.BlockingSession;
import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.Isolation;
import io.databased.PoolOptions;
import io.databased.RetryPolicy;
import io.databased.Row;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.StatementException;
import io.databased.UpdateResult;
import io.databased.jooq.JooqQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the snippets of the documents; {@link DocumentsTest} makes sure that they are the same. */
class SnippetsTest {
    private final Database database = Database.of("sqlite:///:memory:");

    @BeforeEach
    void connect() {
        database.connect().join();
        MovieTable.create(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void runsTheFirstOneAsPasted() throws Exception {
        Path file = Path.of("movies.sqlite"); // tests run in the module's target folder
        Files.deleteIfExists(file);

        FirstMovies.main(new String[0]);

        try (Database again = Database.of("sqlite:///movies.sqlite")) {
            again.connect().join();
            assertThat(years(again)).as("the child is undone").containsExactly(2021);
        }
        Files.delete(file);
    }

    @Test
    void sendsTheRecentMoviesBack() throws Exception {
        Path file = Path.of("movies.sqlite"); // tests run in the module's target folder
        Files.deleteIfExists(file);
        try (Database fresh = Database.of("sqlite:///movies.sqlite")) {
            fresh.connect().join();
            MovieTable.create(fresh);
        }
        // tag::story
        JooqQuery<Movie> recent = jooq(select(MOVIES.TITLE, MOVIES.YEAR)
                        .from(MOVIES)
                        .where(MOVIES.YEAR.ge(2010)))
                .map(mapping(Movie::new));

        try (Database database = Database.of("sqlite:///movies.sqlite")) {
            database.connect().join();

            database.session(session -> session.fetchAll(recent)
                            .thenCompose(movies -> session.transaction(transaction -> transaction
                                    .execute("DELETE FROM movies WHERE year >= :year", Map.of("year", 2010))
                                    .thenCompose(deleted -> transaction.transaction(nested -> nested.executeMany(
                                            "INSERT INTO movies (title, year) VALUES (?, ?)",
                                            movies.stream()
                                                    .map(movie -> List.of(movie.title(), movie.year() - 1000))
                                                    .toList()))))))
                    .join();
        }
        // end::story
        try (Database again = Database.of("sqlite:///movies.sqlite")) {
            again.connect().join();
            assertThat(years(again)).containsExactly(1010, 1014, 1019, 1924, 1979, 2000);
        }
        Files.delete(file);
    }

    @Test
    void aFailedChildLeavesItsParentHealthy() {
        // tag::nesting
        CompletableFuture<Long> kept = database.session(session -> session.execute(
                        "INSERT INTO movies (title, year) VALUES ('Dune', 2021)")
                .thenCompose(inserted -> session.transaction(
                                child -> child.execute("INSERT INTO movies (title, year) VALUES ('Tenet', NULL)"))
                        .exceptionally(failure -> new UpdateResult(0, null))) // the child is undone, the parent goes on
                .thenCompose(ignored -> session.fetchOne(
                        sql("SELECT count(*) FROM movies WHERE year > 2020").value(Long.class)))
                .thenApply(Optional::orElseThrow));
        // end::nesting
        assertThat(kept.join()).isEqualTo(1);
    }

    @Test
    void livesByHand() {
        // tag::manual
        Session session = database.session();
        CompletableFuture<Optional<Movie>> movie = session.open()
                .thenCompose(open -> open.fetchOne(sql("SELECT title, year FROM movies WHERE title = :title")
                        .bind("title", "Joker")
                        .mapTo(Movie.class)))
                .thenCompose(found -> session.commit().thenApply(committed -> found))
                .whenComplete((found, failure) -> session.close()); // rolls back what was not committed
        // end::manual
        assertThat(movie.join()).contains(new Movie("Joker", 2019));
    }

    @Test
    void blocks() {
        // tag::blocking
        List<Row> old = database.blocking().session(session -> {
            List<Row> rows = session.fetchAll("SELECT title FROM movies WHERE year < ?", List.of(1950));
            session.execute("DELETE FROM movies WHERE year < ?", List.of(1950));
            return rows;
        });
        // end::blocking
        assertThat(old).hasSize(1);
        // tag::blocking-manual
        try (BlockingSession session = database.blocking().session().open()) {
            session.execute("DELETE FROM movies WHERE year < :year", Map.of("year", 2000));
            session.commit();
        } // without commit(), close() rolls back
        // end::blocking-manual
        assertThat(years(database)).containsExactly(2000, 2010, 2014, 2019);
    }

    @Test
    void throwsEverythingAway() throws Exception {
        DatabaseUrl url = DatabaseUrl.ofScheme("sqlite").withDatabase("force-rollback.sqlite");
        Files.deleteIfExists(Path.of("force-rollback.sqlite"));
        try (Database fresh = Database.builder(url).build()) {
            fresh.connect().join();
            MovieTable.create(fresh);
        }
        // tag::force-rollback
        try (Database database = Database.builder(url).forceRollback().build()) {
            database.connect().join();
            database.execute("DELETE FROM movies").join(); // later sessions see the empty table
        } // and now it is full again
        // end::force-rollback
        try (Database again = Database.builder(url).build()) {
            again.connect().join();
            assertThat(years(again)).hasSize(6);
        }
        Files.delete(Path.of("force-rollback.sqlite"));
    }

    @Test
    void takesParameters() {
        // tag::parameters
        database.execute("INSERT INTO movies (title, year) VALUES (?, ?)", List.of("Dune", 2021))
                .join();
        database.execute("DELETE FROM movies WHERE year < :year", Map.of("year", 1950))
                .join();
        List<Row> rows = database.fetchAll(
                        "SELECT title FROM movies WHERE year IN (:years)", Map.of("years", List.of(2010, 2021)))
                .join();
        // end::parameters
        assertThat(rows).extracting(row -> row.getString("title")).containsExactlyInAnyOrder("Inception", "Dune");
    }

    @Test
    void mapsRows() {
        // tag::rows
        List<Movie> movies = database.fetchAll(sql("SELECT title, year FROM movies WHERE year >= :year")
                        .bind("year", 2010)
                        .mapTo(Movie.class))
                .join();
        Optional<Integer> latest = database.fetchOne(
                        sql("SELECT max(year) FROM movies").value(Integer.class))
                .join();
        List<String> titles = database.fetchAll(sql("SELECT title FROM movies").map(row -> row.getString("title")))
                .join();
        long key = database.execute("INSERT INTO movies (title, year) VALUES ('Dune', 2021)")
                .join()
                .generatedId();
        // end::rows
        assertThat(movies).hasSize(3);
        assertThat(latest).contains(2019);
        assertThat(titles).hasSize(6);
        assertThat(key).isEqualTo(7);
    }

    @Test
    void runsJooqQueries() {
        // tag::jooq
        database.session(session -> session.execute(jooq(deleteFrom(MOVIES).where(MOVIES.YEAR.lt(1950))))
                        .thenCompose(deleted -> session.fetchAll(jooq(select(MOVIES.YEAR, count())
                                .from(MOVIES)
                                .groupBy(MOVIES.YEAR)
                                .orderBy(MOVIES.YEAR)))))
                .thenAccept(records -> records.forEach(record -> System.out.println(record.value1())))
                .join();
        // end::jooq
        assertThat(years(database)).hasSize(5);
    }

    @Test
    void streams() {
        List<String> seen = new ArrayList<>();
        // tag::stream
        long movies = database.forEach(
                        sql("SELECT title, year FROM movies").mapTo(Movie.class), movie -> seen.add(movie.title()))
                .join();
        // end::stream
        assertThat(movies).isEqualTo(6);
        assertThat(seen).hasSize(6);
    }

    @Test
    void stopsWhatTakesTooLong() {
        // tag::timeout
        CompletableFuture<List<Row>> rows = database.fetchAll(
                        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
                .orTimeout(100, TimeUnit.MILLISECONDS); // the statement is stopped, too
        // end::timeout
        assertThatThrownBy(rows::join).isInstanceOf(CompletionException.class);
        assertThat(years(database)).hasSize(6);
    }

    @Test
    void tellsFailuresApart() {
        // tag::errors
        try {
            database.blocking().execute("INSERT INTO movies (title, year) VALUES (?, ?)", Arrays.asList("Tenet", null));
        } catch (StatementException refused) {
            switch (refused.kind()) {
                case NOT_NULL, CHECK -> System.out.println("incomplete: " + refused.getMessage());
                case UNIQUE -> System.out.println("there already");
                default -> throw refused;
            }
        }
        // end::errors
        assertThat(years(database)).hasSize(6);
    }

    @Test
    void takesOptions() {
        // tag::options
        SessionOptions options = SessionOptions.named("yearly report")
                .withIsolation(Isolation.SERIALIZABLE)
                .withReadOnly()
                .withStatementTimeout(Duration.ofSeconds(20))
                .withRetry(RetryPolicy.of(5)); // serialization failure, deadlock, busy: the whole work again
        List<Row> report = database.session(
                        options, session -> session.fetchAll("SELECT year, count(*) FROM movies GROUP BY year"))
                .join();
        // end::options
        assertThat(report).hasSize(6);
    }

    @Test
    void buildsUrlsAndPools() {
        // tag::pool
        Database movies = Database.builder("sqlite:///movies.sqlite?busy_timeout=2s")
                .pool(PoolOptions.builder()
                        .maxSize(4)
                        .acquireTimeout(Duration.ofSeconds(5))
                        .leakThreshold(Duration.ofMinutes(1))
                        .build())
                .statementTimeout(Duration.ofSeconds(30))
                .build();
        // end::pool
        assertThat(movies.isConnected()).isFalse();
        // tag::init
        Database prepared = Database.builder("postgresql://localhost/films")
                .connectionInitSql("SET search_path = films, public", "SET lock_timeout = '2s'")
                .build();
        // end::init
        assertThat(prepared.isConnected()).isFalse();
        // tag::url
        DatabaseUrl url =
                DatabaseUrl.parse("postgresql://ann@db.example:5433/movies").withPassword("p@ss/word");
        String shown = url.toString(); // postgresql://ann:***@db.example:5433/movies
        String forFlyway = url.toJdbcUrl(); // jdbc:postgresql://db.example:5433/movies?sslmode=verify-full&…
        // end::url
        assertThat(shown).isEqualTo("postgresql://ann:***@db.example:5433/movies");
        assertThat(forFlyway)
                .isEqualTo("jdbc:postgresql://db.example:5433/movies?sslmode=verify-full"
                        + "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
    }

    private static List<Integer> years(Database database) {
        return database.blocking()
                .fetchAll(sql("SELECT year FROM movies ORDER BY year").map(row -> row.getInt("year")));
    }
}
