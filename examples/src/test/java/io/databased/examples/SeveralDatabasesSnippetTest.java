package io.databased.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.BlockingDatabase;
import io.databased.junit.DatabasedExtension;
import io.databased.junit.NamedDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SeveralDatabasesSnippetTest {
    // tag::several-databases
    @RegisterExtension
    static final DatabasedExtension MOVIES =
            DatabasedExtension.of("sqlite:///:memory:").prepared(MovieTable::create);

    @RegisterExtension
    static final DatabasedExtension AUDIT =
            DatabasedExtension.of("sqlite:///:memory:").named("audit");

    @Test
    void takesBoth(BlockingDatabase movies, @NamedDatabase("audit") BlockingDatabase audit) {
        audit.execute("CREATE TABLE notes (text TEXT NOT NULL)");
        assertThat(movies.fetchAll("SELECT * FROM movies")).hasSize(6);
    }
    // end::several-databases
}
