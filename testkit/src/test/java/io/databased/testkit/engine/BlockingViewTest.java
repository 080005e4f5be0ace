package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.databased.AcquireTimeoutException;
import io.databased.BlockingDatabase;
import io.databased.BlockingSession;
import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.spi.SessionBackend;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What callers that wait see of a database and a session. */
final class BlockingViewTest extends ScriptedTest {
    @Test
    void stackOfBlockingCallerHasTheCallerInIt() {
        Database database = connected(backend.builder()
                .pool(PoolOptions.builder()
                        .maxSize(1)
                        .acquireTimeout(Duration.ofMillis(20))
                        .build()));
        Session holder = await(database.session().open());

        Throwable failure = catchThrowable(() -> database.blocking().execute("UPDATE a"));

        assertThat(failure).isInstanceOf(AcquireTimeoutException.class);
        assertThat(Arrays.stream(failure.getStackTrace()).map(StackTraceElement::getClassName))
                .contains(BlockingViewTest.class.getName());
        await(holder.close());
    }

    @Test
    @Tag("R4")
    void blockingDatabaseTellsWhatItIsAndIsClosed() {
        Database database = connected();
        try (BlockingDatabase blocking = database.blocking()) {
            assertThat(blocking.isConnected()).isTrue();
            assertThat(blocking.url()).isEqualTo(database.url());
            assertThat(blocking.dialect()).isSameAs(database.dialect());
            assertThat(blocking.stats().connections().size()).isEqualTo(1);
        }

        assertThat(database.isConnected()).isFalse();
        database.blocking().close();
    }

    @Test
    void workNeedsNoValue() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenReply();

        connected().blocking().useSession(SessionOptions.named("void"), session -> {
            session.execute("UPDATE a");
        });
    }

    @Test
    void workWithoutAValueThrowsWhatItThrows() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenReply();
        IOException refused = new IOException("no");
        List<Throwable> thrown = new ArrayList<>();

        connected().blocking().useSession(session -> {
            session.execute("UPDATE a");
            thrown.add(catchThrowable(() -> session.useTransaction(child -> {
                throw refused;
            })));
        });

        assertThat(thrown).containsExactly(refused);
    }

    @Test
    void blockingSessionHasANameHooksAndTheDriversConnection() {
        backend.expect("BEGIN").thenReply();
        backend.expect("COMMIT").thenReply();
        List<String> told = new ArrayList<>();

        connected().blocking().session((BlockingSession session) -> {
            told.add(session.name());
            session.afterCommit(() -> told.add("committed"));
            session.afterRollback(() -> told.add("rolled back"));
            assertThat(session.unwrap(SessionBackend.class)).isNotNull();
            return null;
        });

        assertThat(told).containsExactly("session-1", "committed");
    }
}
