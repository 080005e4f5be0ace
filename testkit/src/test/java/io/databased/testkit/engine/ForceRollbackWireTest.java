package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ConnectionLostException;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseObserver;
import io.databased.DatabasedException;
import io.databased.InvalidQueryException;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.Futures;
import io.databased.testkit.ScriptedBackend;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What force-rollback makes of sessions on the wire: savepoints inside one transaction that is never committed. */
final class ForceRollbackWireTest {
    private final ScriptedBackend backend = ScriptedBackend.answering();

    private List<String> wireOf(Consumer<Database> test) {
        try (Database database = await(backend.builder().forceRollback().build().connect())) {
            test.accept(database);
        }
        return backend.wire();
    }

    @Test
    @Tag("R27")
    void nothingIsEverCommitted() {
        List<String> wire = wireOf(database -> {
            await(database.session(session -> session.execute("UPDATE a")));
            await(database.execute("UPDATE b"));
        });

        assertThat(wire).noneMatch(flight -> flight.contains("COMMIT"));
        assertThat(wire.get(wire.size() - 1)).isEqualTo("ROLLBACK");
        assertThat(String.join("; ", wire)).startsWith("BEGIN; ").containsOnlyOnce("BEGIN");
        assertThat(backend.log()).filteredOn(event -> event.startsWith("open")).hasSize(1);
    }

    @Test
    @Tag("R27")
    @Tag("S13")
    void commitOfSessionReleasesItsSavepoint() {
        List<String> wire = wireOf(database -> await(database.session(session -> session.execute("UPDATE a")
                .thenCompose(a -> session.transaction(child -> child.execute("UPDATE b"))))));

        assertThat(String.join("; ", wire))
                .containsSubsequence(
                        "SAVEPOINT databased_1; UPDATE a",
                        "SAVEPOINT databased_2; UPDATE b",
                        "RELEASE databased_1",
                        "ROLLBACK");
    }

    /** The one connection is held until the disconnect, which is no leak. */
    @Test
    @Tag("R26")
    void sessionThatIsHeldForLongIsReportedAndTheConnectionIsNot() {
        List<String> held = new CopyOnWriteArrayList<>();
        PoolOptions options =
                PoolOptions.builder().leakThreshold(Duration.ofMillis(20)).build();
        DatabaseObserver observer = new DatabaseObserver() {
            @Override
            public void pool(PoolEvent event) {
                if (event instanceof PoolEvent.SessionHeldLong session) {
                    held.add(session.session());
                }
            }
        };
        DatabaseBuilder builder =
                backend.builder().forceRollback().pool(options).observer(observer);
        try (Database database = await(builder.build().connect())) {
            Session session =
                    await(database.session(SessionOptions.named("held")).open());
            Futures.until("the session is reported", () -> !held.isEmpty());
            await(session.close());
        }

        assertThat(held)
                .singleElement()
                .asString()
                .startsWith("session 'held'")
                .contains("ForceRollbackWireTest.java:");
    }

    @Test
    @Tag("R30")
    void nothingMoreIsSaidOnceTheDatabaseHasEndedTheTransaction() {
        backend.expect("SAVEPOINT databased_1; UPDATE a").thenFail(Kind.DISK_FULL, Effect.TRANSACTION_ENDED);
        Database database = await(backend.builder().forceRollback().build().connect());

        failure(database.session(session -> session.execute("UPDATE a")), DatabasedException.class);

        failure(database.execute("UPDATE b"), ConnectionLostException.class);
        failure(database.disconnect(), ConnectionLostException.class);
        assertThat(backend.wire()).endsWith("SAVEPOINT databased_1; UPDATE a");
    }

    @Test
    @Tag("R28")
    void outerSessionWaitsForTheInnermost() {
        wireOf(database -> {
            Session outer = await(database.session().open());
            await(outer.execute("UPDATE a"));
            Session inner = await(database.session().open());
            CompletableFuture<?> waiting = outer.execute("UPDATE c");
            await(inner.execute("UPDATE b"));
            assertThat(waiting).isNotDone();
            await(inner.commit());
            await(waiting);
            await(outer.commit());
        });

        assertThat(String.join("; ", backend.wire())).containsSubsequence("UPDATE a", "UPDATE b", "UPDATE c");
    }

    @Test
    @Tag("R29")
    void definitionThatWouldCommitIsRefused() {
        backend.committingDefinitions();

        List<String> wire = wireOf(database -> {
            assertThat(failure(database.execute("CREATE TABLE t (x INTEGER)"), InvalidQueryException.class))
                    .hasMessageContaining("run it before, on a database that is not in force-rollback")
                    .hasMessageContaining("migrated(…)");
            failure(
                    database.session(session -> session.execute("CREATE TABLE t (x INTEGER)")),
                    InvalidQueryException.class);
        });

        assertThat(wire).noneMatch(flight -> flight.contains("CREATE"));
    }

    @Test
    @Tag("N14")
    void definitionInASessionBelongsOutsideOfIt() {
        Database database =
                await(backend.committingDefinitions().builder().build().connect());

        assertThat(failure(
                        database.session(session -> session.execute("CREATE TABLE t (x INTEGER)")),
                        InvalidQueryException.class))
                .hasMessageContaining("Run it outside of sessions: database.execute(…)");
        await(database.disconnect());
    }

    @Test
    @Tag("R29")
    void breachOfTheMarkerTransactionFailsDisconnectLoudly() {
        Database database = await(backend.builder().forceRollback().build().connect());
        await(database.execute("UPDATE a"));
        backend.endTransactions();

        failure(database.disconnect(), DatabasedException.class);
    }
}
