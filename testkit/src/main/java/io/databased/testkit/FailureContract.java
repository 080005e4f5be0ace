package io.databased.testkit;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Session;
import io.databased.SessionFailedException;
import io.databased.SessionOptions;
import io.databased.SessionStatus;
import io.databased.StatementException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A failed statement makes its session fail, on every database alike. */
public interface FailureContract extends DatabaseContract {
    @Test
    @Tag("R14")
    default void failedStatementLeavesOnlyCancel(Database database) {
        Session session = await(database.session().open());
        await(insert(session, "Alien"));
        StatementException first = failure(insert(session, "Alien"), StatementException.class);

        assertThat(session.status()).isEqualTo(SessionStatus.FAILED);
        assertThat(failure(insert(session, "Aliens"), SessionFailedException.class))
                .hasCause(first)
                .hasMessageContaining("INSERT INTO movies");
        failure(session.commit(), SessionFailedException.class);
        await(session.cancel());
        assertThat(session.status()).isEqualTo(SessionStatus.CANCELLED);
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R14")
    @Tag("N9")
    default void statementsBehindFailedOneAreNotRun(Database database) {
        Session session = await(database.session().open());
        CompletableFuture<?> fine = insert(session, "Alien");
        CompletableFuture<?> refused = insert(session, "Alien");
        CompletableFuture<?> behind = insert(session, "Aliens");

        await(fine);
        failure(refused, StatementException.class);
        failure(behind, SessionFailedException.class);
        await(session.close());
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R14")
    @Tag("N10")
    default void swallowedFailureDoesNotCommit(Database database) {
        CompletableFuture<String> session = database.session(work -> insert(work, "Alien")
                .thenCompose(i -> insert(work, "Alien"))
                .handle((inserted, failure) -> "swallowed"));

        failure(session, SessionFailedException.class);
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R14")
    default void nativeErrorsLetTheDatabaseDecide(Database database) {
        SessionOptions options = SessionOptions.defaults().withErrors(SessionOptions.Errors.NATIVE);
        CompletableFuture<?> session = database.session(options, work -> {
            await(insert(work, "Alien"));
            failure(insert(work, "Alien"), StatementException.class);
            return insert(work, "Aliens");
        });

        if (database.dialect().abortsOnError()) {
            failure(session, RuntimeException.class);
            assertThat(titles(database)).isEmpty();
        } else {
            await(session);
            assertThat(titles(database)).containsExactly("Alien", "Aliens");
        }
    }
}
