package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.AcquireTimeoutException;
import io.databased.ConnectionFailedException;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.DatabasedException;
import io.databased.PoolOptions;
import io.databased.spi.Command;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.Reply;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import io.databased.spi.SqlDialect;
import io.databased.testkit.Futures;
import io.databased.testkit.ScriptedBackend;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A backend that does not keep the contract fails what was asked of it, and costs its connection, and nothing else. */
@Tag("R21")
final class UnfaithfulBackendTest {
    enum Fault {
        THROWS,
        THROWS_AN_ERROR,
        RETURNS_NULL
    }

    private Database database = DatabaseBuilder.of(DatabaseUrl.parse("testkit:///none"), new Backend(Fault.THROWS))
            .build();

    private void connect(Fault fault) {
        database = DatabaseBuilder.of(DatabaseUrl.parse("testkit:///unfaithful"), new Backend(fault))
                .build();
        await(database.connect());
    }

    @AfterEach
    void nothingIsHeld() {
        Futures.until("nothing is leased", () -> {
            var connections = database.stats().connections();
            return connections.leased() == 0 && connections.sharesInFlight() == 0;
        });
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void sessionFailsWithItsStatement(Fault fault) {
        connect(fault);

        failure(database.session(session -> session.execute("UPDATE a")), DatabasedException.class);
    }

    @ParameterizedTest
    @EnumSource
    void oneShotFails(Fault fault) {
        connect(fault);

        failure(database.execute("UPDATE a"), DatabasedException.class);
    }

    @ParameterizedTest
    @EnumSource
    void streamFails(Fault fault) {
        connect(fault);

        failure(database.forEach(io.databased.Sql.sql("SELECT 1"), row -> {}), DatabasedException.class);
    }

    @ParameterizedTest
    @EnumSource
    void blockingCallerIsTold(Fault fault) {
        connect(fault);

        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> database.blocking().execute("UPDATE a")))
                .isInstanceOf(DatabasedException.class);
    }

    /** Its words may quote anything. */
    @Test
    @Tag("R37")
    void whatItSaysWhenItCannotConnectAgainIsTheCauseAndInNoMessage() {
        AtomicBoolean open = new AtomicBoolean(true);
        database = DatabaseBuilder.of(DatabaseUrl.parse("testkit:///unfaithful"), new Backend(Fault.THROWS, open))
                .pool(PoolOptions.builder()
                        .acquireTimeout(Duration.ofMillis(100))
                        .build())
                .build();
        await(database.connect());
        open.set(false);
        failure(database.execute("UPDATE a"), DatabasedException.class); // and the connection is gone

        AcquireTimeoutException late = failure(database.session().open(), AcquireTimeoutException.class);

        assertThat(late)
                .hasMessageContaining("the driver failed (IllegalStateException")
                .hasRootCauseMessage("canary");
        assertThat(late.getMessage()).doesNotContain("canary");
        assertThat(late).cause().isInstanceOf(ConnectionFailedException.class).hasMessageNotContaining("canary");
    }

    private record Backend(Fault fault, AtomicBoolean open) implements DatabaseBackend {
        Backend(Fault fault) {
            this(fault, new AtomicBoolean(true));
        }

        @Override
        public SqlDialect dialect() {
            return ScriptedBackend.strict().dialect();
        }

        @Override
        public int maxConnections(Role role, int wanted) {
            return role == Role.PRIMARY ? 1 : 0;
        }

        @Override
        public CompletionStage<SessionBackend> open(Role role) {
            if (!open.get()) {
                throw new IllegalStateException("canary");
            }
            return CompletableFuture.completedFuture(new Connection(fault));
        }

        @Override
        public boolean permanent(Throwable openFailure) {
            return false;
        }

        @Override
        public boolean onBackendThread() {
            return false;
        }

        @Override
        public CompletionStage<Void> close() {
            return CompletableFuture.completedFuture(null);
        }
    }

    private record Connection(Fault fault) implements SessionBackend {
        @SuppressWarnings("NullAway")
        private <T> CompletionStage<T> fail() {
            switch (fault) {
                case THROWS -> throw new IllegalStateException("a defect of the backend");
                case THROWS_AN_ERROR -> throw new AssertionError("a defect of the backend");
                default -> {}
            }
            return null;
        }

        @Override
        public CompletionStage<Reply> run(Command command) {
            return command.mode() == Command.Mode.CONTROL ? CompletableFuture.completedFuture(Reply.NONE) : fail();
        }

        @Override
        public CompletionStage<RowCursor> stream(Command command) {
            return fail();
        }

        @Override
        public void interrupt(Command command) {
            throw new IllegalStateException("a defect of the backend");
        }

        @Override
        public boolean reusableAfterInterrupt() {
            return false;
        }

        @Override
        public int maxPipelined() {
            return 1;
        }

        @Override
        public CompletionStage<Void> validate() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Boolean> inTransaction() {
            return fail();
        }

        @Override
        public CompletionStage<Void> reset() {
            return fail();
        }

        @Override
        public CompletionStage<Void> close() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onLost(Consumer<Throwable> listener) {}

        @Override
        public <C> Optional<C> unwrap(Class<C> type) {
            return Optional.empty();
        }
    }
}
