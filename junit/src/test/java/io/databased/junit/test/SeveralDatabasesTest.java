package io.databased.junit.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.BlockingDatabase;
import io.databased.BlockingSession;
import io.databased.Database;
import io.databased.Session;
import io.databased.junit.DatabasedExtension;
import io.databased.junit.NamedDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SeveralDatabasesTest {
    private static DatabasedExtension holding(String text) {
        return DatabasedExtension.of("sqlite:///:memory:")
                .prepared(database -> database.executeScript(
                                "CREATE TABLE names (name TEXT); INSERT INTO names VALUES ('" + text + "')")
                        .join());
    }

    private static String name(BlockingDatabase database) {
        return database.fetchExactlyOne("SELECT name FROM names").getString("name");
    }

    @Test
    void parametersAreOfTheDatabaseThatTheyName() {
        assertThat(Samples.failures(Two.class)).isEmpty();
        Samples.run(Two.class).assertStatistics(stats -> stats.succeeded(2));
    }

    @Test
    void twoWithoutANameAreToldWhatToWrite() {
        assertThat(Samples.failures(TwoWithoutNames.class))
                .singleElement()
                .asString()
                .contains("parameter 1 of void ", "two extensions have no name", ".named(\"audit\")", "@NamedDatabase");
    }

    @Test
    void twoOfOneNameAreToldWhatToWrite() {
        assertThat(Samples.failures(TwoOfOneName.class))
                .singleElement()
                .asString()
                .contains("parameter 2 of void ", "two extensions have the name 'audit'");
    }

    @Test
    void aNameThatNobodyHasIsTold() {
        assertThat(Samples.failures(Unknown.class))
                .singleElement()
                .asString()
                .contains("is of a database 'audti'", ".named(\"audti\")");
    }

    @Test
    void aParameterWithoutANameWhereAllHaveOneIsTold() {
        assertThat(Samples.failures(Unsaid.class))
                .singleElement()
                .asString()
                .contains("does not say which database it is of", "@NamedDatabase[audit]");
    }

    @Test
    void aNameIsNotBlank() {
        assertThatThrownBy(() -> holding("x").named(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    /** One is for the whole class, and in a nested class both are there. */
    static final class Two {
        @RegisterExtension
        static final DatabasedExtension MOVIES = holding("movies");

        @RegisterExtension
        static final DatabasedExtension AUDIT = holding("audit").perClass().named("audit");

        @BeforeAll
        static void isThere(@NamedDatabase("audit") BlockingDatabase audit) {
            assertThat(name(audit)).isEqualTo("audit");
        }

        @BeforeEach
        void finds(@NamedDatabase("audit") BlockingDatabase audit) {
            assertThat(name(audit)).isEqualTo("audit");
        }

        @Test
        void both(BlockingDatabase movies, @NamedDatabase("audit") BlockingDatabase audit) {
            assertThat(name(movies)).isEqualTo("movies");
            assertThat(name(audit)).isEqualTo("audit");
        }

        @Nested
        class Inner {
            @Test
            void bothByOtherViews(@NamedDatabase("audit") Database audit, Session movies) {
                assertThat(name(audit.blocking())).isEqualTo("audit");
                assertThat(movies.fetchExactlyOne("SELECT name FROM names")
                                .join()
                                .getString("name"))
                        .isEqualTo("movies");
            }
        }
    }

    static final class TwoWithoutNames {
        @RegisterExtension
        static final DatabasedExtension MOVIES = holding("movies");

        @RegisterExtension
        final DatabasedExtension audit = holding("audit");

        @Test
        void one(Database database) {}
    }

    static final class TwoOfOneName {
        @RegisterExtension
        static final DatabasedExtension MOVIES = holding("movies").named("audit");

        @RegisterExtension
        static final DatabasedExtension AUDIT = holding("audit").named("audit");

        @RegisterExtension
        static final DatabasedExtension OTHER = holding("other");

        @Test
        void one(Database other, @NamedDatabase("audit") BlockingSession audit) {}
    }

    static final class Unknown {
        @RegisterExtension
        static final DatabasedExtension AUDIT = holding("audit").named("audit");

        @Test
        void one(@NamedDatabase("audti") Database database) {}
    }

    static final class Unsaid {
        @RegisterExtension
        static final DatabasedExtension AUDIT = holding("audit").named("audit");

        @Test
        void one(Database database) {}
    }
}
