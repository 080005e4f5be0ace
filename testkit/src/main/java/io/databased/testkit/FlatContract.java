package io.databased.testkit;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Database;
import io.databased.SavepointsUnsupportedException;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.SessionStatus;
import io.databased.StatementException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A database without savepoints says so, where others nest: in place of {@link NestingContract}. */
public interface FlatContract extends DatabaseContract {
    @Test
    @Tag("R10")
    default void dialectHasNoSavepoints(Database database) {
        assertThat(database.dialect().savepoints()).isFalse();
    }

    @Test
    @Tag("R10")
    default void childSessionIsRefusedAtTheCallAndHarmsNothing(Database database) {
        await(database.session(SessionOptions.named("ripley"), session -> {
            await(insert(session, "Alien"));

            assertThatThrownBy(session::transaction)
                    .isInstanceOf(SavepointsUnsupportedException.class)
                    .hasMessageContaining("ripley")
                    .hasMessageContaining(database.dialect().name());
            assertThatThrownBy(() -> session.transaction(child -> insert(child, "never")))
                    .isInstanceOf(SavepointsUnsupportedException.class);
            assertThatThrownBy(() -> session.blocking().transaction(child -> {
                        throw new AssertionError("the work ran");
                    }))
                    .isInstanceOf(SavepointsUnsupportedException.class);

            assertThat(session.status()).isEqualTo(SessionStatus.OPEN);
            return insert(session, "Aliens");
        }));

        assertThat(titles(database)).containsExactly("Alien", "Aliens");
    }

    @Test
    @Tag("R10")
    @Tag("R5")
    default void workThatNestsFailsWithTheReasonAndIsRolledBack(Database database) {
        failure(
                database.session(session -> insert(session, "Alien")
                        .thenCompose(i -> session.transaction(child -> insert(child, "Aliens")))),
                SavepointsUnsupportedException.class);

        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R27")
    default void forceRollbackIsRefusedWhenConnecting() {
        try (Database database = builder().forceRollback().build()) {
            assertThat(failure(database.connect(), SavepointsUnsupportedException.class))
                    .hasMessageContaining("withForceRollback");
            assertThat(database.isConnected()).isFalse();
        }
    }

    @Test
    @Tag("R5")
    @Tag("R14")
    default void batchThatFailsInSessionIsUndoneWithIt(Database database) {
        Session session = await(database.session().open());
        await(insert(session, "Alien"));

        failure(
                session.executeMany(
                        "INSERT INTO movies (title) VALUES (?)", List.of(List.of("Aliens"), List.of("Alien"))),
                StatementException.class);

        assertThat(session.status()).isEqualTo(SessionStatus.FAILED);
        await(session.close());
        assertThat(titles(database)).isEmpty();
    }
}
