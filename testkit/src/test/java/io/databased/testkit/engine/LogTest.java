package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ConnectionFailedException;
import io.databased.ConnectionLostException;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.LogCapture;
import io.databased.testkit.ScriptedBackend.Operation;
import io.databased.testkit.ScriptedStep;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is logged, where and how loud. */
final class LogTest extends ScriptedTest {
    private static final String SECRET = "s3cret";

    private final LogCapture log = new LogCapture("io.databased");
    private final Logger connections = Logger.getLogger("io.databased.pool");
    private final Logger statements = Logger.getLogger("io.databased.sql");

    @AfterEach
    void stopListening() {
        log.close();
        connections.setLevel(null);
        statements.setLevel(null);
        assertThat(log.lines()).noneMatch(line -> line.contains(SECRET));
    }

    /** Databases and sessions of earlier tests may say something, too. */
    private List<String> pool() {
        return log.linesOf("io.databased.pool").stream()
                .filter(line -> line.contains("testkit:///scripted"))
                .toList();
    }

    private List<String> warnings() {
        return pool().stream().filter(line -> line.contains(" WARNING ")).toList();
    }

    private List<String> sql() {
        return log.linesOf("io.databased.sql").stream()
                .filter(line -> line.contains("logged_"))
                .toList();
    }

    @Test
    void connectingAndDisconnectingAreNews() {
        connected().close();

        assertThat(pool())
                .containsExactly(
                        "io.databased.pool INFO connected to testkit:///scripted",
                        "io.databased.pool INFO disconnected from testkit:///scripted");
    }

    @Test
    void connectionsThatAreClosedAreLoggedWithTheReasonWhereTheLevelSaysSo() {
        connections.setLevel(Level.FINE);
        Database database = connected();
        backend.expect("BEGIN; UPDATE logged_g").thenFail(Kind.SYSTEM, Effect.CONNECTION_LOST);
        failure(database.session(session -> run(session, "UPDATE logged_g")), ConnectionLostException.class);
        backend.expect("UPDATE logged_h").thenAffect(1);
        await(run(database, "UPDATE logged_h"));
        database.evictConnections();

        assertThat(pool())
                .anyMatch(line -> line.matches(
                        "io.databased.pool FINE a connection to testkit:///scripted is closed: BROKEN, .+"))
                .contains("io.databased.pool FINE a connection to testkit:///scripted is closed: EVICTED");
    }

    @Test
    void statementsAreLoggedWhereTheLevelSaysSo() {
        statements.setLevel(Level.FINE);
        Database database = connected();
        backend.expect("UPDATE logged_a\n  SET b = ?").thenAffect(3);
        backend.expect("UPDATE logged_c").thenFail(Kind.DATA, Effect.STATEMENT);
        backend.expect("BEGIN; UPDATE logged_d").thenAffect(1);
        backend.expect("COMMIT").thenReply();

        await(database.execute("UPDATE logged_a\n  SET b = :b", Map.of("b", SECRET)));
        failure(run(database, "UPDATE logged_c"), StatementException.class);
        await(database.session(SessionOptions.named("logged_s"), session -> run(session, "UPDATE logged_d")));

        assertThat(sql())
                .extracting(line -> line.replaceFirst("[0-9]+\\.[0-9] ms", "N ms"))
                .containsExactly(
                        "io.databased.sql FINE N ms, 3 rows: UPDATE logged_a SET b = :b",
                        "io.databased.sql FINE N ms, failed (DATA): UPDATE logged_c",
                        "io.databased.sql FINE N ms, 1 row: UPDATE logged_d; session 'logged_s'");
    }

    @Test
    void nothingIsLoggedOfStatementsOtherwise() {
        Database database = connected();
        backend.expect("UPDATE logged_a").thenAffect(3);
        await(run(database, "UPDATE logged_a"));

        assertThat(sql()).isEmpty();
    }

    @Test
    void slowStatementsAreWarnedOf() {
        Database database = connected(backend.builder().slowStatement(Duration.ofMillis(200)));
        ScriptedStep slow = backend.expect("UPDATE logged_a");
        CompletableFuture<?> running = run(database, "UPDATE logged_a");
        await(new CompletableFuture<Void>().completeOnTimeout(null, 300, TimeUnit.MILLISECONDS));
        slow.thenAffect(1);
        await(running);

        assertThat(sql())
                .singleElement()
                .asString()
                .startsWith("io.databased.sql WARNING slow: ")
                .endsWith(" ms, 1 row: UPDATE logged_a");
    }

    @Test
    void sessionWithoutCommitIsNoted() {
        statements.setLevel(Level.FINE);
        Database database = connected();
        backend.expect("BEGIN; UPDATE logged_a").thenAffect(1);
        backend.expect("DELETE FROM logged_b").thenAffect(1);
        backend.expect("SELECT 1").thenReply();
        backend.expect("ROLLBACK").thenReply();
        Session session =
                await(database.session(SessionOptions.named("logged_s")).open());
        await(run(session, "UPDATE logged_a"));
        await(run(session, "DELETE FROM logged_b"));
        await(session.fetchAll("SELECT 1"));
        await(session.close());

        assertThat(sql())
                .last()
                .isEqualTo("io.databased.sql FINE session 'logged_s' rolled back 2 statements, no commit()");
    }

    @Test
    void firstFailedConnectAndItsEndAreLoggedOnce() {
        Database database = connected();
        backend.cut(1);
        for (int i = 0; i < 3; i++) {
            backend.on(Operation.OPEN).thenFail(Kind.SYSTEM, Effect.NOT_SENT);
        }
        backend.expect("UPDATE logged_a").thenAffect(1);
        await(run(database, "UPDATE logged_a"));

        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("Could not connect to testkit:///scripted: scripted SYSTEM; it is tried again");
        assertThat(pool()).last().asString().contains("INFO", "again, after 3 failed attempts");
    }

    @Test
    void aConnectThatFailsForGoodIsNotSaidToBeTriedAgain() {
        Database database = connected();
        backend.cut(1);
        backend.on(Operation.OPEN).thenFail(Kind.PERMISSION, Effect.NOT_SENT);
        failure(run(database, "UPDATE logged_a"), ConnectionFailedException.class);

        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("scripted PERMISSION")
                .endsWith("; those who wait are told");
    }

    private List<String> closedByHand(String end, Function<Session, CompletableFuture<Void>> work) {
        Database database = connected();
        backend.expect("BEGIN; UPDATE logged_a").thenAffect(1);
        backend.expect(end).thenReply();
        await(database.session(
                SessionOptions.named("closed"),
                session -> run(session, "UPDATE logged_a").thenCompose(done -> work.apply(session))));
        return log.linesOf("io.databased").stream()
                .filter(line -> line.contains("session 'closed'"))
                .toList();
    }

    @Test
    void aSessionThatIsClosedInItsOwnWorkIsAWarning() {
        assertThat(closedByHand("ROLLBACK", Session::close))
                .singleElement()
                .asString()
                .contains(" WARNING session 'closed' is closed in its own work, which rolls back");
    }

    @Test
    void soIsOneOfABlockingCaller() {
        Database database = connected();
        backend.expect("BEGIN; UPDATE logged_a").thenAffect(1);
        backend.expect("ROLLBACK").thenReply();
        database.blocking().session(SessionOptions.named("closed"), session -> {
            try (session) {
                return session.execute("UPDATE logged_a");
            }
        });
        assertThat(log.linesOf("io.databased").stream().filter(line -> line.contains("session 'closed'")))
                .singleElement()
                .asString()
                .contains(" WARNING session 'closed' is closed in its own work");
    }

    @Test
    void aSessionThatIsCancelledInItsOwnWorkIsNone() {
        assertThat(closedByHand("ROLLBACK", Session::cancel)).isEmpty();
    }

    @Test
    void aSessionThatIsCommittedInItsOwnWorkMayBeClosed() {
        assertThat(closedByHand("COMMIT", session -> session.commit().thenCompose(done -> session.close())))
                .isEmpty();
    }

    private static DatabaseBuilder withGrace(DatabaseBuilder builder, int millis) {
        return builder.pool(
                PoolOptions.builder().disconnectGrace(Duration.ofMillis(millis)).build());
    }

    @Test
    void disconnectTellsWhatItWaitsForAndWhatItRollsBack() {
        Database database = connected(withGrace(backend.builder(), 200));
        Session forgotten =
                await(database.session(SessionOptions.named("forgotten")).open());
        await(database.disconnect());
        Reference.reachabilityFence(forgotten); // a session that nobody can reach is rolled back before

        assertThat(warnings()).hasSize(2);
        assertThat(warnings().get(0))
                .contains("waits, 200 ms at most, for: session 'forgotten' opened at ", "LogTest.java");
        assertThat(warnings().get(1)).contains("the grace is over", "session 'forgotten' opened at ");
    }

    @Test
    void disconnectInForceRollbackTellsItAsWell() {
        backend.expect("BEGIN").thenReply();
        Database database = connected(withGrace(backend.builder().forceRollback(), 200));
        Session forgotten =
                await(database.session(SessionOptions.named("forgotten")).open());
        await(database.disconnect());
        Reference.reachabilityFence(forgotten); // a session that nobody can reach is rolled back before

        assertThat(warnings()).hasSize(2);
        assertThat(warnings().get(0)).contains("waits, 200 ms at most, for: session 'forgotten' opened at ");
        assertThat(warnings().get(1)).contains("the grace is over", "session 'forgotten' opened at ");
    }

    @Test
    void disconnectThatIsOverSoonSaysNothing() {
        Database database = connected(withGrace(backend.builder(), 10_000));
        Session session = await(database.session().open());
        CompletableFuture<?> down = database.disconnect();
        await(session.close());
        await(down);

        assertThat(warnings()).isEmpty();
    }
}
