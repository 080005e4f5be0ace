package io.databased.junit.test;

import static io.databased.Sql.sql;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.BlockingDatabase;
import io.databased.BlockingSession;
import io.databased.Database;
import io.databased.Session;
import io.databased.SessionStatus;
import io.databased.junit.DatabasedExtension;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What tests get, how it is filled, and how long it is theirs. */
class ScopesTest {
    private static void passes(Class<?> sample, int tests) {
        assertThat(Samples.failures(sample)).isEmpty();
        Samples.run(sample).assertStatistics(stats -> stats.succeeded(tests));
    }

    @Test
    void isTheJUnitThatIsMeant() {
        String version = Test.class.getPackage().getImplementationVersion();
        assertThat(version).startsWith(System.getProperty("databased.test.junit", "6."));
    }

    @Test
    void parametersAreViewsOfOneDatabase() {
        passes(Parameters.class, 2);
    }

    @Test
    void scriptsFillEachDatabase() {
        passes(Scripted.class, 2);
    }

    @Test
    void scriptThatIsNotThereIsNamed() {
        assertThat(Samples.failures(NoScript.class)).singleElement().asString().contains("there is no /nothing.sql");
    }

    @Test
    void migrationsRunOnceAndStay() {
        Migrated.runs = 0;
        assertThat(Samples.failures(Migrated.class)).isEmpty();
        assertThat(Migrated.runs).isEqualTo(1);
    }

    @Test
    void databaseOfAClassIsThereForAllTests() {
        passes(PerClass.class, 3);
    }

    @Test
    void instanceOfAClassMayHaveTheDatabaseOfTheClass() {
        OneInstance.runs = 0;
        passes(OneInstance.class, 1);
        assertThat(OneInstance.runs).as("once for each of two runs").isEqualTo(2);
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static final class OneInstance {
        private static int runs;

        @RegisterExtension
        static final DatabasedExtension MOVIES = DatabasedExtension.of("sqlite:///:memory:")
                .migrated(url -> runs++)
                .perClass();

        private final BlockingDatabase movies;

        OneInstance(BlockingDatabase movies) {
            this.movies = movies;
            movies.execute("CREATE TABLE movies (title TEXT)");
        }

        @Test
        void isTheSame(BlockingDatabase same) {
            movies.execute("INSERT INTO movies VALUES ('Alien')");
            assertThat(same.fetchAll("SELECT title FROM movies")).hasSize(1);
        }
    }

    @Test
    void leaksAreFoundAfterTheTestOfAClass() {
        assertThat(Samples.failures(PerClassLeaking.class))
                .singleElement()
                .asString()
                .contains("a session was opened at", "ScopesTest.java:");
    }

    @Test
    void sessionOfAClassIsRefused() {
        assertThat(Samples.failures(SessionPerClass.class))
                .singleElement()
                .asString()
                .contains("does not belong to one test");
    }

    @Test
    void databaseOfAClassNeedsAStaticField() {
        assertThat(Samples.failures(NotStatic.class)).singleElement().asString().contains("make its field static");
    }

    @Test
    void extensionWithoutADatabaseSaysHowToNameOne() {
        assertThat(Samples.failures(WithoutDatabase.class))
                .singleElement()
                .asString()
                .contains("@RegisterExtension static final DatabasedExtension");
    }

    @ExtendWith(DatabasedExtension.class)
    static class WithoutDatabase {
        @Test
        void test(Database database) {}
    }

    static class Parameters {
        @RegisterExtension
        final DatabasedExtension movies = DatabasedExtension.of("sqlite:///:memory:")
                .prepared(database ->
                        database.execute("CREATE TABLE movies (title TEXT)").join());

        @BeforeEach
        void fill(BlockingDatabase movies) {
            movies.execute("INSERT INTO movies (title) VALUES ('Alien')");
        }

        @Test
        void all(Database database, BlockingDatabase blocking, Session session, BlockingSession blockingSession) {
            assertThat(blockingSession.status()).isEqualTo(SessionStatus.OPEN);
            assertThat(blockingSession.name()).isEqualTo(session.name());
            blockingSession.execute("INSERT INTO movies (title) VALUES ('Heat')");
            assertThat(session.fetchAll("SELECT * FROM movies").join()).hasSize(2);
            blockingSession.commit();
            assertThat(blocking.fetchAll("SELECT * FROM movies")).hasSize(2);
            assertThat(database.fetchAll("SELECT * FROM movies").join()).hasSize(2);
        }

        @Test
        void again(BlockingSession session) {
            assertThat(session.fetchAll("SELECT * FROM movies")).hasSize(1);
        }
    }

    static class Scripted {
        @RegisterExtension
        static final DatabasedExtension MOVIES = DatabasedExtension.of("sqlite:///:memory:")
                .script("/movies.sql")
                .script("studios.sql");

        @Test
        void first(BlockingDatabase movies) {
            movies.execute("DELETE FROM movies");
            movies.execute("INSERT INTO studios VALUES ('Gaumont')");
        }

        @Test
        void second(BlockingDatabase movies) {
            assertThat(movies.fetchAll(sql("SELECT title FROM movies").value(String.class)))
                    .containsExactly("Heat");
            movies.execute("DELETE FROM movies");
        }
    }

    static class NoScript {
        @RegisterExtension
        static final DatabasedExtension MOVIES =
                DatabasedExtension.of("sqlite:///:memory:").script("/nothing.sql");

        @Test
        void isNotRun(BlockingDatabase movies) {}
    }

    /** By JDBC alone, as Flyway does. */
    static class Migrated {
        static int runs;

        @TempDir
        static Path folder;

        @RegisterExtension
        static final DatabasedExtension MOVIES = DatabasedExtension.of(
                        () -> Database.builder("sqlite:///" + folder.resolve("movies.sqlite")))
                .migrated(url -> {
                    runs++;
                    try (Connection connection = DriverManager.getConnection(url.toJdbcUrl());
                            Statement statement = connection.createStatement()) {
                        statement.execute("CREATE TABLE movies (title TEXT NOT NULL UNIQUE)");
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });

        @Test
        void first(BlockingDatabase movies) {
            movies.execute("INSERT INTO movies (title) VALUES ('Alien')");
        }

        @Test
        void second(BlockingDatabase movies) {
            first(movies);
        }

        @Nested
        class Further {
            @Test
            void third(BlockingDatabase movies) {
                first(movies);
            }
        }
    }

    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class PerClass {
        @RegisterExtension
        static final DatabasedExtension MOVIES = DatabasedExtension.of("sqlite:///:memory:")
                .script("/movies.sql")
                .perClass();

        private final BlockingDatabase movies;

        PerClass(BlockingDatabase movies) {
            this.movies = movies;
        }

        @BeforeAll
        static void fill(Database database) {
            database.execute("INSERT INTO movies (title) VALUES ('Alien')").join();
        }

        @AfterAll
        static void lookAtAll(BlockingDatabase movies) {
            assertThat(titles(movies)).containsExactly("Alien", "Dune", "Heat", "Tenet");
        }

        private static List<String> titles(BlockingDatabase movies) {
            return movies.fetchAll(
                    sql("SELECT title FROM movies ORDER BY title").value(String.class));
        }

        @Test
        void a(BlockingDatabase database) {
            database.execute("INSERT INTO movies (title) VALUES ('Dune')");
            assertThat(titles(database)).containsExactly("Alien", "Dune", "Heat");
        }

        @Test
        void b(BlockingSession session) {
            session.execute("INSERT INTO movies (title) VALUES ('undone with the session')");
        }

        @Nested
        class Further {
            @Test
            void c() {
                assertThat(titles(movies)).containsExactly("Alien", "Dune", "Heat");
                movies.execute("INSERT INTO movies (title) VALUES ('Tenet')");
            }
        }
    }

    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class PerClassLeaking {
        @RegisterExtension
        static final DatabasedExtension MOVIES =
                DatabasedExtension.of("sqlite:///:memory:").perClass();

        /** One that nobody can reach would be rolled back, some time. */
        private static @Nullable BlockingSession forgotten;

        @Test
        void a(BlockingDatabase movies) {
            forgotten = movies.session();
            forgotten.open();
        }

        @Test
        void b(BlockingDatabase movies) {
            assertThat(movies.fetchAll("SELECT 1")).hasSize(1);
        }
    }

    static class SessionPerClass {
        @RegisterExtension
        static final DatabasedExtension MOVIES =
                DatabasedExtension.of("sqlite:///:memory:").perClass();

        @BeforeAll
        static void fill(Session session) {}

        @Test
        void isNotRun() {}
    }

    static class NotStatic {
        @RegisterExtension
        final DatabasedExtension movies =
                DatabasedExtension.of("sqlite:///:memory:").perClass();

        @Test
        void isNotRun(Database database) {}
    }
}
