package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.CommitOutcomeUnknownException;
import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.Database;
import io.databased.Session;
import io.databased.testkit.LeakCheck;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The connection is cut at the first message, then at the second, and so on until nothing is left to cut. */
final class NthMessageTest {
    private static final String ALL = "1,2,4";
    private static final int MORE_THAN_THERE_ARE = 200;

    private final ProxiedPostgres there = new ProxiedPostgres();

    @AfterEach
    void close() {
        there.close();
    }

    @Test
    @Tag("R15")
    @Tag("R16")
    @Tag("N5")
    void whatIsClaimedIsTrueWhereverTheConnectionIsCut() {
        int unknown = 0;
        CompletableFuture<Void> cut = new CompletableFuture<>();
        cut.complete(null);
        int n = 0;
        while (cut.isDone()) {
            n++;
            assertThat(n).isLessThan(MORE_THAN_THERE_ARE);
            there.execute("TRUNCATE t");
            cut = there.proxy.cutAtMessage(n);
            unknown += claimIsTrue(n) ? 1 : 0;
            there.awaitNoBackends();
        }
        assertThat(n).isGreaterThan(30);
        assertThat(unknown).isPositive();
    }

    /** Whether the outcome was unknown. */
    private boolean claimIsTrue(int n) {
        try (Database database = there.database(2)) {
            Throwable failure = Assertions.catchThrowable(() -> {
                await(database.connect());
                await(database.session(this::work));
            });
            Outcome outcome = failure == null
                    ? Outcome.COMMITTED
                    : failure instanceof CommitOutcomeUnknownException unknown
                            ? await(unknown.resolve())
                            : Outcome.ROLLED_BACK;
            assertThat(outcome).as("cut at message %d: %s", n, failure).isNotEqualTo(Outcome.UNDETERMINED);
            assertThat(there.rows())
                    .as("cut at message %d: %s", n, failure)
                    .isEqualTo(outcome == Outcome.COMMITTED ? ALL : "");
            if (database.isConnected()) {
                LeakCheck.assertIdle(database);
            }
            return failure instanceof CommitOutcomeUnknownException;
        }
    }

    private CompletableFuture<?> work(Session session) {
        return insert(session, 1)
                .thenCompose(one -> session.transaction(child -> insert(child, 2)))
                .thenCompose(two -> session.transaction(
                                child -> insert(child, 3).thenCompose(three -> insert(child, 1)))
                        .handle((none, failure) -> insert(session, 4))
                        .thenCompose(four -> four));
    }

    private static CompletableFuture<?> insert(Session on, int id) {
        return on.execute("INSERT INTO t VALUES (?)", List.of(id));
    }
}
