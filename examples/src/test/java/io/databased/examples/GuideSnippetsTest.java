package io.databased.examples;

import static io.databased.Sql.sql;
import static io.databased.examples.Movies.MOVIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.insertInto;

import io.databased.BlockingDatabase;
import io.databased.BlockingQueryable;
import io.databased.CommitOutcomeUnknownException;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseObserver;
import io.databased.DatabaseUrl;
import io.databased.PoolStats;
import io.databased.Row;
import io.databased.SessionOptions;
import io.databased.jdbc.JdbcBackend;
import io.databased.jooq.JooqBatch;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the snippets of the guide; {@link DocumentsTest} makes sure that they are the same. */
class GuideSnippetsTest {
    private final Database database = Database.of("sqlite:///:memory:");

    // tag::repository
    static final class MovieRepository {
        List<Movie> since(BlockingQueryable database, int year) {
            return database.fetchAll(sql("SELECT title, year FROM movies WHERE year >= :year")
                    .bind("year", year)
                    .mapTo(Movie.class));
        }

        void add(BlockingQueryable database, Movie movie) {
            database.execute("INSERT INTO movies (title, year) VALUES (?, ?)", List.of(movie.title(), movie.year()));
        }
    }
    // end::repository

    // tag::times
    static final class StatementTimes implements DatabaseObserver {
        private static final System.Logger LOG = System.getLogger("movies.sql");

        @Override
        public Observation statement(StatementInfo statement) {
            long start = System.nanoTime();
            String caller = Thread.currentThread().getName();
            return new Observation() {
                @Override
                public void ended(End end) {
                    long millis = (System.nanoTime() - start) / 1_000_000;
                    LOG.log(Level.INFO, "{0} of {1}: {2} after {3} ms", statement.summary(), caller, end, millis);
                }
            };
        }
    }
    // end::times

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
    void doesTheFirstOneWithFutures() throws Exception {
        Path file = Path.of("movies.sqlite"); // tests run in the module's target folder
        Files.deleteIfExists(file);
        // tag::futures
        try (Database database = Database.of("sqlite:///movies.sqlite")) {
            CompletableFuture<List<Row>> rows = database.connect()
                    .thenCompose(movies -> movies.execute(
                            "CREATE TABLE IF NOT EXISTS movies (title TEXT NOT NULL, year INTEGER NOT NULL)"))
                    .thenCompose(created -> database.session(session -> session.execute(
                                    "INSERT INTO movies (title, year) VALUES (?, ?)", List.of("Dune", 2021))
                            .thenCompose(inserted -> session.transaction(
                                            child -> child.execute("INSERT INTO movies (title) VALUES ('Tenet')"))
                                    .handle((done, refused) -> refused)) // the child is undone, the session goes on
                            .thenCompose(refused -> session.fetchAll("SELECT title, year FROM movies"))));
            rows.join().forEach(row -> System.out.println(row.getString("title") + ", " + row.getInt("year")));
        }
        // end::futures
        try (Database again = Database.of("sqlite:///movies.sqlite")) {
            again.connect().join();
            assertThat(again.fetchAll("SELECT * FROM movies").join()).hasSize(1);
        }
        Files.delete(file);
    }

    @Test
    void passesTheSessionToRepositories() {
        // tag::repository-use
        MovieRepository repository = new MovieRepository();
        BlockingDatabase movies = database.blocking();

        List<Movie> recent = repository.since(movies, 2010); // one statement, in a transaction of its own

        movies.session(
                session -> { // two statements, in one transaction
                    repository.add(session, new Movie("Tenet", 2020));
                    repository.add(session, new Movie("Dune", 2021));
                    return null;
                });
        // end::repository-use
        assertThat(recent).hasSize(3);
        assertThat(repository.since(movies, 2010)).hasSize(5);
    }

    @Test
    void readsRows() {
        // tag::row
        Row row = database.blocking()
                .fetchExactlyOne("SELECT title, year, '7.50' AS rating FROM movies WHERE year = ?", List.of(1979));
        String title = row.getString("title"); // fails for NULL
        int year = row.getInt("year"); // fails for NULL, and for what is no whole number
        BigDecimal rating = row.get("rating", BigDecimal.class); // null for NULL
        Map<String, Object> everything = row.toMap();
        // end::row
        assertThat(title + year + rating).isEqualTo("Alien19797.50");
        assertThat(everything).hasSize(3);
    }

    @Test
    void writesMany() {
        List<Movie> films = List.of(new Movie("Tenet", 2020), new Movie("Dune", 2021));
        // tag::many
        long inserted = database.executeMany(
                        "INSERT INTO movies (title, year) VALUES (?, ?)",
                        films.stream()
                                .map(film -> List.of(film.title(), film.year()))
                                .toList())
                .join();
        // end::many
        assertThat(inserted).isEqualTo(2);
        // tag::record-values
        Movie heat = new Movie("Heat", 1995);
        database.execute(sql("INSERT INTO movies (title, year) VALUES (:title, :year)")
                        .bind(heat))
                .join();
        database.executeMany("INSERT INTO movies (title, year) VALUES (:title, :year)", films)
                .join();
        // end::record-values
        assertThat(database.blocking()
                        .fetchExactlyOne(sql("SELECT count(*) FROM movies WHERE year IN (1995, 2020, 2021)")
                                .value(Integer.class)))
                .isGreaterThanOrEqualTo(5);
        // tag::script
        int statements = database.executeScript("""
                        CREATE TABLE studios (name TEXT); -- with what belongs to it
                        INSERT INTO studios VALUES ('Legendary');
                        """).join();
        // end::script
        assertThat(statements).isEqualTo(2);
        // tag::jooq-batch
        JooqBatch batch = JooqBatch.of(
                database.dialect(),
                films.stream()
                        .map(film ->
                                insertInto(MOVIES, MOVIES.TITLE, MOVIES.YEAR).values(film.title(), film.year()))
                        .toList());
        long more = database.executeMany(batch).join();
        // end::jooq-batch
        assertThat(more).isEqualTo(2);
    }

    @Test
    void runsHooks() {
        List<String> sent = new ArrayList<>();
        // tag::hooks
        database.blocking().session(session -> {
            session.execute("INSERT INTO movies (title, year) VALUES ('Dune', 2021)");
            session.afterCommit(() -> sent.add("Dune is there")); // not before it is certain
            return null;
        });
        // end::hooks
        assertThat(sent).containsExactly("Dune is there");
    }

    @Test
    void throwsOneSessionAway() {
        // tag::one-session
        SessionOptions trial = SessionOptions.named("trial").withForceRollback();
        database.blocking().session(trial, session -> session.execute("DELETE FROM movies")); // says that it is done
        // end::one-session
        assertThat(database.fetchAll("SELECT * FROM movies").join()).hasSize(6);
    }

    @Test
    void asksWhatBecameOfACommit() {
        // tag::unknown
        try {
            database.blocking().session(session -> session.execute("DELETE FROM movies WHERE year < 1950"));
        } catch (CommitOutcomeUnknownException unknown) {
            switch (unknown.resolve().join()) {
                case COMMITTED -> System.out.println("it is done");
                case ROLLED_BACK -> System.out.println("nothing is done; it may be run again");
                case UNDETERMINED -> throw unknown; // the database does not know: look for the rows yourself
            }
        }
        // end::unknown
        assertThat(database.fetchAll("SELECT * FROM movies").join()).hasSize(5);
    }

    @Test
    void publishes() throws InterruptedException {
        // tag::publisher
        Flow.Publisher<Movie> publisher =
                database.stream(sql("SELECT title, year FROM movies").mapTo(Movie.class));
        // end::publisher
        CountDownLatch complete = new CountDownLatch(1);
        publisher.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Movie movie) {}

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {
                complete.countDown();
            }
        });
        assertThat(complete.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tellsThePoolsNumbers() {
        // tag::stats
        PoolStats stats = database.stats();
        String line = stats.connections().size() + " of " + stats.maxSize() + " connections, "
                + stats.connections().leased() + " held by sessions, " + stats.waiting() + " callers wait, "
                + stats.acquisitions().timedOut() + " have timed out";
        // end::stats
        assertThat(line).startsWith("1 of 1 connections");
    }

    @Test
    void takesADataSource() throws SQLException {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:guide");
        // tag::data-source
        Database movies = DatabaseBuilder.of(DatabaseUrl.parse("jdbc:h2:mem:movies"), JdbcBackend.of(dataSource))
                .observer(new StatementTimes())
                .build();
        // end::data-source
        // tag::unwrap
        try (BlockingDatabase blocking = movies.blocking().connect()) {
            String product = blocking.session(session ->
                    session.unwrap(java.sql.Connection.class).getMetaData().getDatabaseProductName());
            System.out.println(product);
        }
        // end::unwrap
        assertThat(movies.isConnected()).isFalse();
    }
}
