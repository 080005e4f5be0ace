package io.databased.junit.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.BlockingSession;
import io.databased.Database;
import io.databased.Session;
import io.databased.SessionStatus;
import io.databased.junit.DatabasedExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs sample test classes, and looks at what JUnit reports. */
class DatabasedExtensionTest {
    @Test
    @Tag("R27")
    void changesOfTestAreGoneAfterIt() {
        Samples.run(WellBehaved.class)
                .assertStatistics(stats -> stats.succeeded(4).failed(0));
    }

    @Test
    void testThatLeavesSessionOpenFailsAndIsToldTheLine() {
        assertThat(Samples.failures(Leaking.class))
                .hasSize(3)
                .allMatch(failure -> failure.contains("DatabasedExtensionTest.java:"));
    }

    @Test
    void leakOfOneTestDoesNotSpoilTheNext() {
        Samples.run(Leaking.class).assertStatistics(stats -> stats.succeeded(1).failed(3));
    }

    @Test
    void databaseForTheConstructorIsRefused() {
        assertThat(Samples.failures(OfConstructor.class))
                .singleElement()
                .asString()
                .contains("does not belong to one test");
    }

    @Test
    void databaseForAllTestsIsRefused() {
        assertThat(Samples.failures(OfAllTests.class))
                .singleElement()
                .asString()
                .contains("does not belong to one test");
    }

    static final class OfConstructor {
        @RegisterExtension
        static final DatabasedExtension DATABASE = DatabasedExtension.of("sqlite:///:memory:");

        OfConstructor(Database database) {}

        @Test
        void isNotRun() {}
    }

    static final class OfAllTests {
        @RegisterExtension
        static final DatabasedExtension DATABASE = DatabasedExtension.of("sqlite:///:memory:");

        @BeforeAll
        static void fill(Database database) {}

        @Test
        void isNotRun() {}
    }

    /** Two tests that insert the same title; each would fail if the other's were there. */
    static final class WellBehaved {
        @TempDir
        static Path folder;

        @RegisterExtension
        static final DatabasedExtension MOVIES = DatabasedExtension.of(() -> Database.builder(url()));

        static String url() {
            return "sqlite:///" + folder.resolve("movies.sqlite");
        }

        @BeforeAll
        static void createTable() {
            try (Database database = Database.of(url()).connect().join()) {
                database.execute("CREATE TABLE movies (title TEXT NOT NULL UNIQUE)")
                        .join();
            }
        }

        @Test
        void insertsAlien(Database database) {
            assertThat(database.fetchAll("SELECT title FROM movies").join()).isEmpty();
            database.session(session -> session.execute("INSERT INTO movies (title) VALUES ('Alien')"))
                    .join();
        }

        @Test
        void insertsAlienAgain(Database database) {
            insertsAlien(database);
            assertThat(database.fetchAll("SELECT title FROM movies").join()).hasSize(1);
        }

        @Test
        void getsAnOpenSession(Session session) {
            assertThat(session.status()).isEqualTo(SessionStatus.OPEN);
            session.execute("INSERT INTO movies (title) VALUES ('Alien')").join();
        }

        @Test
        void sessionIsOneOfTheDatabase(Database database, Session session) {
            session.execute("INSERT INTO movies (title) VALUES ('Alien')").join();
            session.commit().join();
            assertThat(database.fetchAll("SELECT title FROM movies").join()).hasSize(1);
        }
    }

    /** Three tests that leave something open, and one that does not. */
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static final class Leaking {
        @RegisterExtension
        static final DatabasedExtension DATABASE = DatabasedExtension.of("sqlite:///:memory:")
                .prepared(database ->
                        database.execute("CREATE TABLE movies (title TEXT)").join());

        /** What nobody can reach would be rolled back, some time. */
        private static final List<Object> FORGOTTEN = new ArrayList<>();

        @Test
        void aForgetsToClose(Database database) {
            Session session = database.session().open().join();
            FORGOTTEN.add(session);
            session.execute("INSERT INTO movies (title) VALUES ('Alien')").join();
        }

        @Test
        void bForgetsToCloseBlocking(Database database) {
            BlockingSession session = database.blocking().session();
            FORGOTTEN.add(session);
            session.open();
        }

        @Test
        void cForgetsToWait(Database database) {
            FORGOTTEN.add(database.session(session -> new CompletableFuture<Void>()));
        }

        @Test
        void dBehaves(Database database) {
            assertThat(database.fetchAll("SELECT title FROM movies").join()).isEmpty();
            Session session = database.session().open().join();
            session.close().join();
        }
    }
}
