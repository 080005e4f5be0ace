package io.databased.testkit;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Session;
import io.databased.SessionOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is there when the database is connected to again. For databases that outlive their connections. */
public interface FlatDurabilityContract extends DatabaseContract {
    default void assertKept(String... titles) {
        try (Database later = await(builder().build().connect())) {
            assertThat(titles(later)).containsExactly(titles);
        }
    }

    @Test
    @Tag("S6")
    default void commitIsDurable() {
        try (Database database = await(builder().build().connect())) {
            await(database.session(session -> insert(session, "Alien").thenCompose(i -> insert(session, "Aliens"))));
            await(insert(database, "Alien 3"));
        }

        assertKept("Alien", "Aliens", "Alien 3");
    }

    @Test
    @Tag("S10")
    @Tag("D9")
    default void uncommittedWorkIsGoneAfterClose() {
        try (Database database = await(builder().build().connect())) {
            Session session = await(database.session().open());
            await(insert(session, "Alien"));
            await(session.close());
        }

        assertKept();
    }

    @Test
    @Tag("R27")
    default void sessionInForceRollbackIsNotKeptBesideOnesThatAre() {
        try (Database database = await(builder().build().connect())) {
            await(database.session(
                    SessionOptions.defaults().withForceRollback(), session -> insert(session, "thrown away")));
            await(insert(database, "Alien"));
        }

        assertKept("Alien");
    }

    @Test
    @Tag("D8")
    @Tag("R4")
    default void reconnectingFindsWhatWasCommitted() {
        try (Database database = await(builder().build().connect())) {
            await(insert(database, "Alien"));
            await(database.disconnect());
            await(database.connect());

            assertThat(titles(database)).containsExactly("Alien");
        }
    }
}
