package io.databased.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.RetryPolicy;
import io.databased.SessionOptions;
import io.databased.StatementException.Kind;
import io.databased.VirtualDatabase;
import io.databased.internal.time.ManualScheduler;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Work pauses before it is run again. */
@Tag("R18")
final class PausedWorkTest {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration PAUSE = LONGEST.dividedBy(2);
    private static final SessionOptions TWICE =
            SessionOptions.defaults().withRetry(new RetryPolicy(2, LONGEST, LONGEST));

    private final ManualScheduler time = new ManualScheduler();
    private final Database database = VirtualDatabase.build(
            DatabaseBuilder.of(DatabaseUrl.parse("scripted:///test"), new Conflicting())
                    .completionExecutor(Runnable::run),
            () -> time,
            () -> 0.5);
    private int runs;

    @BeforeEach
    void connect() {
        database.connect();
    }

    private CompletableFuture<?> begun() {
        CompletableFuture<?> work = database.session(TWICE, session -> {
            runs++;
            return session.execute("UPDATE a");
        });
        time.advance(PAUSE.minusNanos(1));
        assertThat(work).isNotDone();
        assertThat(runs).isEqualTo(1);
        return work;
    }

    @Test
    void workRunsAgainBehindThePause() {
        CompletableFuture<?> work = begun();

        time.advance(Duration.ofNanos(1));

        assertThat(runs).isEqualTo(2);
        assertThat(work).isCompletedExceptionally();
    }

    @Test
    void workThatIsCancelledDuringThePauseDoesNotRunAgain() {
        begun().cancel(true);

        time.advance(LONGEST);

        assertThat(runs).isEqualTo(1);
    }

    /** The transactions of others are always faster. */
    private static final class Conflicting extends OneConnection {
        @Override
        public CompletionStage<Reply> run(Command command) {
            return CompletableFuture.failedFuture(
                    new BackendException("conflict", Kind.SERIALIZATION, Effect.TRANSACTION_ENDED, null));
        }
    }
}
