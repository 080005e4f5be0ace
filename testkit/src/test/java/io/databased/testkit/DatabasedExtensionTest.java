package io.databased.testkit;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.databased.Database;
import io.databased.Session;
import io.databased.SessionStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs sample test classes, and looks at what JUnit reports. */
final class DatabasedExtensionTest {
    private static Events run(Class<?> sample) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(sample))
                .execute()
                .testEvents();
    }

    private static List<String> failures(Class<?> sample) {
        return run(sample).failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow()
                        .toString())
                .toList();
    }

    @Test
    @Tag("R27")
    void changesOfTestAreGoneAfterIt() {
        run(WellBehaved.class).assertStatistics(stats -> stats.succeeded(4).failed(0));
    }

    @Test
    void testThatLeavesSessionOpenFailsAndIsToldTheLine() {
        assertThat(failures(Leaking.class))
                .hasSize(3)
                .allMatch(failure -> failure.contains("DatabasedExtensionTest.java:"));
    }

    @Test
    void leakOfOneTestDoesNotSpoilTheNext() {
        run(Leaking.class).assertStatistics(stats -> stats.succeeded(1).failed(3));
    }

    @Test
    void databaseForTheConstructorIsRefused() {
        assertThat(failures(OfConstructor.class)).singleElement().asString().contains("does not belong to one test");
    }

    @Test
    void databaseForAllTestsIsRefused() {
        List<String> failures = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(OfAllTests.class))
                .execute()
                .containerEvents()
                .failed()
                .stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow()
                        .toString())
                .toList();

        assertThat(failures).singleElement().asString().contains("does not belong to one test");
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
            try (Database database = await(Database.of(url()).connect())) {
                await(database.execute("CREATE TABLE movies (title TEXT NOT NULL UNIQUE)"));
            }
        }

        @Test
        void insertsAlien(Database database) {
            assertThat(await(database.fetchAll("SELECT title FROM movies"))).isEmpty();
            await(database.session(session -> session.execute("INSERT INTO movies (title) VALUES ('Alien')")));
        }

        @Test
        void insertsAlienAgain(Database database) {
            insertsAlien(database);
            assertThat(await(database.fetchAll("SELECT title FROM movies"))).hasSize(1);
        }

        @Test
        void getsAnOpenSession(Session session) {
            assertThat(session.status()).isEqualTo(SessionStatus.OPEN);
            await(session.execute("INSERT INTO movies (title) VALUES ('Alien')"));
        }

        @Test
        void sessionIsOneOfTheDatabase(Database database, Session session) {
            await(session.execute("INSERT INTO movies (title) VALUES ('Alien')"));
            await(session.commit());
            assertThat(await(database.fetchAll("SELECT title FROM movies"))).hasSize(1);
        }
    }

    /** Three tests that leave something open, and one that does not. */
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static final class Leaking {
        @RegisterExtension
        static final DatabasedExtension DATABASE = DatabasedExtension.of("sqlite:///:memory:")
                .prepared(database -> await(database.execute("CREATE TABLE movies (title TEXT)")));

        @Test
        void aForgetsToClose(Database database) {
            Session session = await(database.session().open());
            await(session.execute("INSERT INTO movies (title) VALUES ('Alien')"));
        }

        @Test
        void bForgetsToCloseBlocking(Database database) {
            database.blocking().session().open();
        }

        @Test
        void cForgetsToWait(Database database) {
            var unused = database.session(session -> new CompletableFuture<Void>());
        }

        @Test
        void dBehaves(Database database) {
            assertThat(await(database.fetchAll("SELECT title FROM movies"))).isEmpty();
            Session session = await(database.session().open());
            await(session.close());
        }
    }
}
