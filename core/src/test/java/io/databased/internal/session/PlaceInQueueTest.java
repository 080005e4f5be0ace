package io.databased.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.databased.AcquireTimeoutException;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.VirtualDatabase;
import io.databased.internal.time.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A session waits for its connection as long as the statement may that it waits for. */
@Tag("R20")
final class PlaceInQueueTest {
    private static final Duration ACQUIRE = Duration.ofSeconds(5);

    private static final DatabaseUrl URL = DatabaseUrl.parse("scripted:///test");

    private final ManualScheduler time = new ManualScheduler();
    private final Database database = VirtualDatabase.build(
            DatabaseBuilder.of(URL, new OneConnection())
                    .pool(PoolOptions.builder()
                            .maxSize(1)
                            .acquireTimeout(ACQUIRE)
                            .build())
                    .completionExecutor(Runnable::run),
            () -> time,
            () -> 0.5);

    private @Nullable Session holder;

    @Test
    void statementBehindOneThatWasCancelledHasItsWholeTime() {
        Session session = working();
        CompletableFuture<?> first = session.execute("INSERT INTO movies VALUES (1)");
        time.advance(ACQUIRE.minusSeconds(1));

        first.cancel(false);
        CompletableFuture<?> second = session.execute("INSERT INTO movies VALUES (2)");

        hasItsWholeTime(second);
    }

    @Test
    void statementThatWasBehindItAlreadyHasItsWholeTime() {
        Session session = working();
        CompletableFuture<?> first = session.execute("INSERT INTO movies VALUES (1)");
        CompletableFuture<?> second = session.execute("INSERT INTO movies VALUES (2)");
        time.advance(ACQUIRE.minusSeconds(1));

        first.cancel(false);

        hasItsWholeTime(second);
    }

    @Test
    void statementBehindCancelledChildHasItsWholeTime() {
        Session session = working();
        Session child = workingIn(session);
        child.execute("INSERT INTO movies VALUES (1)");
        time.advance(ACQUIRE.minusSeconds(1));

        child.cancel();
        CompletableFuture<?> second = session.execute("INSERT INTO movies VALUES (2)");

        hasItsWholeTime(second);
    }

    @Test
    void cancelledStatementThatWasNotNextTakesNothingAway() {
        Session session = working();
        CompletableFuture<?> first = session.execute("INSERT INTO movies VALUES (1)");
        CompletableFuture<?> second = session.execute("INSERT INTO movies VALUES (2)");
        time.advance(ACQUIRE.minusSeconds(1));

        second.cancel(false);
        time.advance(Duration.ofSeconds(1));

        assertThat(first).isCompletedExceptionally();
    }

    /** Somebody has the only connection. */
    @BeforeEach
    void connect() {
        database.connect();
        holder = database.session();
        assertThat(holder.open()).isCompleted();
        time.advance(Duration.ZERO);
        assertThat(database.stats().connections().leased()).isEqualTo(1);
    }

    /** A session whose work has said nothing yet, and so waits for no connection. */
    private Session working() {
        List<Session> begun = new ArrayList<>();
        database.session(session -> {
            begun.add(session);
            return new CompletableFuture<Void>();
        });
        return begun.get(0);
    }

    private Session workingIn(Session parent) {
        List<Session> begun = new ArrayList<>();
        parent.transaction(child -> {
            begun.add(child);
            return new CompletableFuture<Void>();
        });
        return begun.get(0);
    }

    private void hasItsWholeTime(CompletableFuture<?> second) {
        time.advance(ACQUIRE.minusMillis(1));
        assertThat(second).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(catchThrowable(second::join)).hasCauseInstanceOf(AcquireTimeoutException.class);
    }
}
