package io.databased.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Session;
import io.databased.junit.DatabasedExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

// tag::extension
class ExtensionSnippetTest {
    @RegisterExtension
    static final DatabasedExtension MOVIES =
            DatabasedExtension.of("sqlite:///:memory:").prepared(MovieTable::create);

    @Test
    void forgetsWhatTheTestDid(Database database) {
        database.execute("DELETE FROM movies").join();
        assertThat(database.fetchAll("SELECT * FROM movies").join()).isEmpty();
    }

    @Test
    void findsTheMoviesOfThePreparation(Session session) {
        assertThat(session.fetchAll("SELECT * FROM movies").join()).hasSize(6);
    }
}
// end::extension
