package io.databased.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.databased.ConnectionFailedException;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.StatementException.Kind;
import io.databased.VirtualDatabase;
import io.databased.internal.session.OneConnection;
import io.databased.internal.time.ManualScheduler;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.SessionBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A database whose data lives in its connection. */
@Tag("R34")
final class HeldDataTest {
    /** Between two attempts to open one, at most. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final ManualScheduler time = new ManualScheduler();
    private final List<InMemory> opened = new ArrayList<>();
    private final Database database = VirtualDatabase.build(
            DatabaseBuilder.of(DatabaseUrl.parse("scripted:///test"), new Memory())
                    .pool(PoolOptions.builder().maxSize(1).build())
                    .completionExecutor(Runnable::run),
            () -> time,
            () -> 0.5);

    @BeforeEach
    void connect() {
        assertThat(database.connect()).isCompleted();
        time.advance(Duration.ZERO);
        assertThat(opened).hasSize(1);
    }

    @Test
    void noEmptyOneIsOpenedInPlaceOfOneThatWasLost() {
        opened.get(0).lose();

        assertGone(database.execute("INSERT INTO movies VALUES (1)"));
        assertGone(database.session().open());
        time.advance(Duration.ofDays(1));
        assertGone(database.fetchAll("SELECT * FROM movies"));
        assertThat(opened).hasSize(1);
    }

    /** Not when the time to wait is over: trying again would change nothing. */
    @Test
    void whoWaitsForItIsToldSoon() {
        Session holder = database.session();
        assertThat(holder.open()).isCompleted();
        CompletableFuture<?> waiting = database.session().open();
        assertThat(waiting).isNotDone();

        opened.get(0).lose();
        holder.cancel();

        assertGone(waiting);
        assertThat(opened).hasSize(1);
    }

    @Test
    void connectingAnewOpensAnEmptyOne() {
        opened.get(0).lose();
        database.disconnect();
        time.advance(Duration.ofMinutes(1));

        assertThat(database.connect()).isCompleted();

        assertThat(database.execute("CREATE TABLE movies (title TEXT)")).isCompleted();
        assertThat(opened).hasSize(2);
    }

    @Test
    void itIsKeptHoweverOldAndIdleItIs() {
        time.advance(Duration.ofDays(1));

        assertThat(database.execute("INSERT INTO movies VALUES (1)")).isCompleted();
        assertThat(opened).hasSize(1);
    }

    private void assertGone(CompletableFuture<?> asked) {
        time.advance(PAUSE);
        assertThat(asked).isCompletedExceptionally();
        assertThat(catchThrowable(asked::join))
                .cause()
                .isInstanceOf(ConnectionFailedException.class)
                .hasMessageContaining("so the data is gone. Nothing was opened in its place");
    }

    private final class Memory extends OneConnection {
        @Override
        public boolean connectionsHoldData() {
            return true;
        }

        @Override
        public CompletionStage<SessionBackend> open(Role role) {
            InMemory connection = new InMemory();
            opened.add(connection);
            return CompletableFuture.completedFuture(connection);
        }
    }

    private static final class InMemory extends OneConnection {
        private Consumer<Throwable> listener = lost -> {};

        @Override
        public void onLost(Consumer<Throwable> listener) {
            this.listener = listener;
        }

        void lose() {
            listener.accept(new BackendException("lost", Kind.SYSTEM, Effect.CONNECTION_LOST, null));
        }
    }
}
