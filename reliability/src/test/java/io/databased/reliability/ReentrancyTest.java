package io.databased.reliability;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.NotConnectedException;
import io.databased.PoolOptions;
import io.databased.Row;
import io.databased.Session;
import io.databased.SessionNotOpenException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Callbacks that start work on what is closing. */
@ExtendWith(Harness.class)
final class ReentrancyTest {
    @ParameterizedTest
    @MethodSource("io.databased.reliability.Backend#all")
    @Tag("N34")
    void callbackOfAStatementMayUseTheSessionThatIsClosing(Backend backend) {
        try (Subject subject = backend.subject();
                Database database = await(subject.builder(1).build().connect())) {
            Session session = await(database.session().open());
            CompletableFuture<Throwable> refused = session.fetchAll(backend.slowQuery)
                    .handle((rows, failure) -> failureOf(() -> session.fetchAll("SELECT 1")))
                    .thenCompose(later -> later);

            await(session.close());

            assertThat(await(refused)).isInstanceOf(DatabasedException.class);
            List<Row> rows = await(database.session(next -> next.fetchAll("SELECT 1")));
            assertThat(rows).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.databased.reliability.Backend#all")
    @Tag("N34")
    void callbackMayUseTheDatabaseThatIsDisconnecting(Backend backend) {
        try (Subject subject = backend.subject()) {
            PoolOptions hurried = PoolOptions.builder()
                    .maxSize(1)
                    .disconnectGrace(Duration.ofMillis(50))
                    .build();
            Database database = await(subject.builder().pool(hurried).build().connect());
            Session session = await(database.session().open());
            CompletableFuture<Throwable> session1 = session.fetchAll(backend.slowQuery)
                    .handle((rows, failure) -> failureOf(() -> session.fetchAll("SELECT 1")))
                    .thenCompose(later -> later);
            CompletableFuture<Throwable> session2 = session.fetchAll("SELECT 2")
                    .handle((rows, failure) -> failureOf(() -> database.session(other -> other.fetchAll("SELECT 1"))))
                    .thenCompose(later -> later);

            await(database.disconnect());

            assertThat(await(session1)).isInstanceOfAny(NotConnectedException.class, SessionNotOpenException.class);
            assertThat(await(session2)).isInstanceOf(NotConnectedException.class);
            subject.awaitNoConnections();
        }
    }

    /** Completes with what the call throws or fails with. */
    private static CompletableFuture<Throwable> failureOf(Supplier<CompletableFuture<?>> call) {
        try {
            return call.get().handle((value, failure) -> failure);
        } catch (DatabasedException refused) {
            return CompletableFuture.completedFuture(refused);
        }
    }
}
