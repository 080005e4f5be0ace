package io.databased.testkit;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is committed in child sessions outlives the connection, and what is done in force-rollback does not. */
public interface DurabilityContract extends FlatDurabilityContract {
    @Test
    @Tag("S6")
    @Tag("R10")
    default void commitOfChildIsDurable() {
        try (Database database = await(builder().build().connect())) {
            await(database.session(session ->
                    insert(session, "Alien").thenCompose(i -> session.transaction(child -> insert(child, "Aliens")))));
        }

        assertKept("Alien", "Aliens");
    }

    @Test
    @Tag("R27")
    @Tag("B4")
    @Tag("S14")
    default void nothingDoneInForceRollbackIsKept() {
        try (Database database = await(builder().build().connect())) {
            await(insert(database, "Alien"));
        }

        try (Database database = await(builder().forceRollback().build().connect())) {
            await(database.session(session -> insert(session, "Aliens")
                    .thenCompose(i -> session.transaction(child -> insert(child, "Alien 3")))));
            await(database.execute("DELETE FROM movies WHERE title = 'Alien'"));
            assertThat(titles(database)).containsExactly("Aliens", "Alien 3");
        }

        assertKept("Alien");
    }
}
