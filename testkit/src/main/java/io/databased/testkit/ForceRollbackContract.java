package io.databased.testkit;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.SessionStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A database that can throw everything away. */
public interface ForceRollbackContract extends DatabaseContract {
    @Test
    @Tag("R27")
    @Tag("S13")
    @Tag("S14")
    default void commitsAreVisibleToLaterSessionsUntilDisconnect(Database database) {
        await(database.session(session ->
                insert(session, "Alien").thenCompose(i -> session.transaction(child -> insert(child, "Aliens")))));

        List<String> seen = await(database.session(session -> CompletableFuture.completedFuture(titles(session))));
        assertThat(seen).containsExactly("Alien", "Aliens");
        assertThat(titles(database)).containsExactly("Alien", "Aliens");
    }

    @Test
    @Tag("R27")
    @Tag("B3")
    default void everySessionIsNestedTransactionOfItsOwn(Database database) {
        Session first = await(database.session().open());
        await(insert(first, "Alien"));
        await(first.commit());
        Session second = await(database.session().open());
        await(insert(second, "Aliens"));
        await(second.cancel());

        assertThat(second).isNotSameAs(first);
        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R27")
    default void usesOneConnection(Database database) {
        for (int i = 0; i < 5; i++) {
            String title = "movie " + i;
            await(database.session(session -> insert(session, title)));
            assertThat(titles(database)).hasSize(i + 1);
        }

        assertThat(database.stats().connections().size()).isEqualTo(1);
    }

    @Test
    @Tag("S12")
    default void closingSessionKeepsWhatOthersCommitted(Database database) {
        await(insert(database, "Alien"));
        Session session = await(database.session().open());
        await(insert(session, "Aliens"));

        await(session.close());

        assertThat(session.status()).isEqualTo(SessionStatus.CANCELLED);
        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("B4")
    @Tag("R27")
    default void disconnectEndsOpenSessionsAndThrowsEverythingAway() {
        PoolOptions pool =
                PoolOptions.builder().disconnectGrace(Duration.ofMillis(50)).build();
        try (Database database = open(underTest().pool(pool))) {
            await(insert(database, "Alien"));
            Session session = await(database.session().open());
            await(insert(session, "Aliens"));

            await(database.disconnect());

            assertThat(session.status().ended()).isTrue();
            failure(insert(session, "Alien 3"), DatabasedException.class);
            await(database.connect());
            if (outlivesConnections()) {
                assertThat(titles(database)).isEmpty();
            }
        }
    }

    @Test
    @Tag("R28")
    default void sessionInsideSessionHasTheFloorUntilItEnds(Database database) {
        Session outer = await(database.session().open());
        await(insert(outer, "outer"));
        Session inner = await(database.session().open());

        CompletableFuture<?> waiting = insert(outer, "waiting");
        await(insert(inner, "inner"));
        assertThat(waiting).isNotDone();
        await(inner.commit());
        await(waiting);
        await(outer.commit());

        assertThat(titles(database)).containsExactly("outer", "inner", "waiting");
    }

    @Test
    @Tag("R28")
    @Tag("P16")
    default void sessionInsideSessionFormDoesNotDeadlock(Database database) {
        await(database.session(outer -> insert(outer, "outer")
                .thenCompose(i -> database.session(inner -> insert(inner, "inner")))
                .thenCompose(i -> insert(database, "one-shot"))
                .thenCompose(i -> insert(outer, "outer again"))));

        assertThat(titles(database)).containsExactly("outer", "inner", "one-shot", "outer again");
    }

    @Test
    @Tag("R29")
    @Tag("N14")
    default void definitionsThatWouldCommitAreRefused(Database database) {
        CompletableFuture<?> definition = database.execute("CREATE TABLE directors (name VARCHAR(100))");

        if (database.dialect().definitionCommits()) {
            failure(definition, DatabasedException.class);
        } else {
            await(definition);
        }
        await(insert(database, "Alien"));
        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R27")
    default void failedStatementFailsItsSessionOnly(Database database) {
        await(insert(database, "Alien"));
        failure(insert(database, "Alien"), DatabasedException.class);
        failure(
                database.session(session -> insert(session, "Aliens").thenCompose(i -> insert(session, "Alien"))),
                DatabasedException.class);

        assertThat(titles(database)).containsExactly("Alien");
    }
}
