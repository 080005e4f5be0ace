package io.databased.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.PoolStats.Retirement;
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

/** A server may take long to take a signal to stop in: MariaDB two seconds, in which it answers nothing. */
@Tag("R19")
final class SlowSignalTest {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ManualScheduler time = new ManualScheduler();
    private final CompletableFuture<Reply> answer = new CompletableFuture<>();
    private final Database database = VirtualDatabase.build(
            DatabaseBuilder.of(DatabaseUrl.parse("scripted:///test"), new BusyServer())
                    .pool(PoolOptions.builder().maxSize(1).build())
                    .completionExecutor(Runnable::run),
            () -> time,
            () -> 0.5);

    @BeforeEach
    void stopSomething() {
        database.connect();
        CompletableFuture<?> statement = database.execute("INSERT INTO movies VALUES (1)");
        time.advance(Duration.ZERO);
        assertThat(database.stats().connections().sharesInFlight()).isEqualTo(1);
        statement.cancel(false);
    }

    @Test
    void connectionThatAnswersInTimeIsKept() {
        time.advance(PATIENCE.minusMillis(1));
        answer.completeExceptionally(new BackendException("stopped", Kind.CANCELLED, Effect.STATEMENT, null));
        time.advance(PATIENCE);

        assertThat(database.stats().connections().idle()).isEqualTo(1);
        assertThat(database.stats().turnover().destroyed()).isEmpty();
    }

    @Test
    void connectionThatIsSilentIsClosed() {
        time.advance(PATIENCE);

        assertThat(database.stats().turnover().destroyed(Retirement.BROKEN)).isEqualTo(1);
    }

    /** It says nothing of its own accord. */
    private final class BusyServer extends OneConnection {
        @Override
        public CompletionStage<Reply> run(Command command) {
            return answer;
        }
    }
}
