package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.AcquireTimeoutException;
import io.databased.ConnectionFailedException;
import io.databased.ConnectionLostException;
import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.Futures;
import io.databased.testkit.ScriptedBackend.Operation;
import io.databased.testkit.ScriptedStep;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which connections are opened, checked, cleaned, reused and closed. */
final class ConnectionsTest extends ScriptedTest {
    private PoolOptions.Builder one() {
        return PoolOptions.builder().maxSize(1);
    }

    @Test
    @Tag("R25")
    void moreConnectionsThanAreUsualAreKeptIfTheUserWantsSo() {
        Database database = connected(
                backend.builder().pool(PoolOptions.builder().minSize(20).build()));

        Futures.until("20 are open", () -> database.stats().connections().size() == 20);
        assertThat(database.stats().minSize()).isEqualTo(20);
        assertThat(database.stats().maxSize()).isEqualTo(20);
    }

    @Test
    @Tag("R3")
    @Tag("C5")
    void wrongPasswordFailsConnectAtOnceWithItsCause() {
        backend.on(Operation.OPEN).thenFail(Kind.PERMISSION, Effect.NOT_SENT);
        Database database = backend.builder().build();

        DatabasedException failure = failure(database.connect(), DatabasedException.class);

        assertThat(failure).hasStackTraceContaining("scripted PERMISSION");
        assertThat(database.isConnected()).isFalse();
        assertThat(backend.log()).filteredOn(event -> event.startsWith("open")).hasSize(1);
    }

    @Test
    @Tag("R3")
    @Tag("C1")
    void unreachableDatabaseFailsConnectWithItsCause() {
        backend.on(Operation.OPEN).thenFail(Kind.SYSTEM, Effect.NOT_SENT);
        Database database = backend.builder().build();

        DatabasedException failure = failure(database.connect(), DatabasedException.class);

        assertThat(failure).hasStackTraceContaining("scripted SYSTEM");
        assertThat(database.isConnected()).isFalse();
    }

    @Test
    @Tag("R20")
    @Tag("C5")
    void passwordThatIsWrongByNowFailsSessionsAndOneShotsAtOnce() {
        Database database = connected(backend.builder().pool(one().build()));
        backend.on(Operation.OPEN).thenFail(Kind.PERMISSION, Effect.NOT_SENT);
        backend.on(Operation.OPEN).thenFail(Kind.PERMISSION, Effect.NOT_SENT);
        backend.cut(1);

        ConnectionFailedException oneShot =
                failure(database.execute("DELETE FROM movies"), ConnectionFailedException.class);
        ConnectionFailedException session = failure(database.session().open(), ConnectionFailedException.class);

        assertThat(oneShot.kind()).isEqualTo(Kind.PERMISSION);
        assertThat(session).hasMessageContaining("Could not connect");
    }

    @Test
    @Tag("R20")
    @Tag("C1")
    void databaseThatBecomesUnreachableFailsWaitersAtTheDeadlineWithTheLastCause() {
        Database database = connected(backend.builder()
                .pool(one().acquireTimeout(Duration.ofMillis(100)).build()));
        for (int i = 0; i < 1000; i++) {
            backend.on(Operation.OPEN).thenFail(Kind.SYSTEM, Effect.NOT_SENT);
        }
        backend.cut(1);

        AcquireTimeoutException failure = failure(database.session().open(), AcquireTimeoutException.class);

        assertThat(failure.reason()).isEqualTo(AcquireTimeoutException.Reason.UNREACHABLE);
        assertThat(failure)
                .cause()
                .isInstanceOf(ConnectionFailedException.class)
                .hasMessageContaining("scripted SYSTEM");
        assertThat(failure.getCause().getStackTrace()).as("of a thread of ours").isEmpty();
    }

    @Test
    @Tag("R20")
    @Tag("R21")
    @Tag("C3")
    @Tag("P22")
    void deafServerIsGivenUpAtTheLoginTimeoutAndTheNextAttemptServesTheWaiter() {
        Database database = connected(backend.builder()
                .pool(one().loginTimeout(Duration.ofSeconds(1)).build())); // which the first login has, too
        backend.on(Operation.OPEN);
        backend.cut(1);

        await(await(database.session().open()).close());

        assertThat(backend.log()).contains("open 2", "open 3");
    }

    @Test
    @Tag("R2")
    void connectMayBeTriedAgainAfterItFailed() {
        backend.on(Operation.OPEN).thenFail(Kind.PERMISSION, Effect.NOT_SENT);
        Database database = backend.builder().build();
        failure(database.connect(), DatabasedException.class);

        assertThat(await(database.connect()).isConnected()).isTrue();
        database.close();
    }

    @Test
    @Tag("R22")
    void connectionIsUsedAgainWithoutRoundTripWhenItIsClean() {
        for (int i = 0; i < 2; i++) {
            backend.expect("BEGIN; UPDATE a").thenReply();
            backend.expect("COMMIT").thenReply();
        }
        Database database = connected();

        await(database.session(session -> run(session, "UPDATE a")));
        int mark = mark();
        await(database.session(session -> run(session, "UPDATE a")));

        assertThat(since(mark)).containsExactly("1: BEGIN; UPDATE a", "1: COMMIT");
    }

    @Test
    @Tag("R22")
    @Tag("P15")
    void connectionWithChangedSettingsIsResetBeforeOthersHaveIt() {
        backend.expect("BEGIN; SET search_path TO x").thenReply();
        backend.expect("COMMIT").thenReply();
        backend.expect("UPDATE a").thenReply();
        Database database = connected();

        await(database.session(session -> run(session, "SET search_path TO x")));
        await(run(database, "UPDATE a"));

        assertThat(backend.log())
                .containsSubsequence("1: BEGIN; SET search_path TO x", "1: COMMIT", "reset 1", "1: UPDATE a");
    }

    @Test
    @Tag("R22")
    @Tag("P15")
    void connectionThatCannotBeResetIsClosed() {
        backend.expect("BEGIN; SET search_path TO x").thenReply();
        backend.expect("COMMIT").thenReply();
        backend.on(Operation.RESET).thenFail(Kind.OTHER, Effect.STATEMENT);

        await(connected().session(session -> run(session, "SET search_path TO x")));

        Futures.until("the connection is closed", () -> backend.openConnections() == 0);
    }

    @Test
    @Tag("R22")
    void oneShotThatMarksItsConnectionIsFollowedByReset() {
        backend.expect("SET search_path TO x").thenReply();
        backend.expect("UPDATE a").thenReply();
        Database database = connected();

        await(run(database, "SET search_path TO x"));
        await(run(database, "UPDATE a"));

        assertThat(backend.log()).containsSubsequence("1: SET search_path TO x", "reset 1", "1: UPDATE a");
    }

    @Test
    @Tag("R23")
    @Tag("P9")
    void idleConnectionIsValidatedBeforeUseAndReplacedIfItDoesNotAnswer() {
        backend.expect("UPDATE a").thenReply();
        Database database = connected(
                backend.builder().pool(one().validateAfterIdle(Duration.ZERO).build()));
        backend.on(Operation.VALIDATE).thenFail(Kind.OTHER, Effect.CONNECTION_LOST);

        await(run(database, "UPDATE a"));

        assertThat(backend.log()).containsSubsequence("validate 1", "open 2", "2: UPDATE a");
    }

    @Test
    @Tag("R23")
    @Tag("R20")
    @Tag("P9")
    void validationThatHangsIsGivenUpAtItsDeadline() {
        backend.expect("UPDATE a").thenReply();
        PoolOptions pool = one().validateAfterIdle(Duration.ZERO)
                .validationTimeout(Duration.ofMillis(50))
                .build();
        Database database = connected(backend.builder().pool(pool));
        backend.on(Operation.VALIDATE);

        await(run(database, "UPDATE a"));

        assertThat(backend.log()).contains("2: UPDATE a");
    }

    @Test
    @Tag("R24")
    @Tag("P8")
    void connectionLostWhileIdleIsReplaced() {
        backend.expect("UPDATE a").thenReply();
        Database database = connected(backend.builder().pool(one().build()));

        backend.cut(1);
        await(run(database, "UPDATE a"));

        assertThat(backend.log()).contains("2: UPDATE a");
    }

    @Test
    @Tag("R24")
    @Tag("N1")
    void oneShotThatWasSentIsNotSentAgainWhenItsConnectionIsLost() {
        backend.expect("UPDATE a").thenLoseConnection();

        ConnectionLostException failure = failure(run(connected(), "UPDATE a"), ConnectionLostException.class);

        assertThat(failure.sent()).isTrue();
    }

    @Test
    @Tag("R24")
    void oneShotThatWasNotSentIsSentOnAnotherConnection() {
        backend.expect("UPDATE a").thenLoseConnectionUnsent();
        backend.expect("UPDATE a").thenReply();

        await(run(connected(), "UPDATE a"));

        assertThat(backend.log()).contains("1: UPDATE a", "2: UPDATE a");
    }

    /** Where nobody shares the connection, no signal to stop that is meant for another can hit it a third time. */
    @Test
    @Tag("R19")
    @Tag("R24")
    void oneShotThatWasTwiceNotSentHasItsLastTryAlone() {
        backend.pipelining(8);
        Database database = connected(backend.builder().pool(one().build()));
        backend.expect("UPDATE a").thenLoseConnectionUnsent();
        backend.expect("UPDATE a").thenLoseConnectionUnsent();
        ScriptedStep last = backend.expect("UPDATE a");
        CompletableFuture<?> unlucky = run(database, "UPDATE a");
        await(last.arrival());

        assertThat(database.stats().connections().leased()).isEqualTo(1);
        assertThat(database.stats().connections().sharesInFlight()).isZero();
        last.thenReply();
        await(unlucky);
    }

    @Test
    @Tag("R24")
    void oneShotThatIsNeverSentFailsInTheEnd() {
        Database database = connected();
        for (int i = 0; i < 3; i++) {
            backend.expect("UPDATE a").thenLoseConnectionUnsent();
        }

        ConnectionLostException failure = failure(run(database, "UPDATE a"), ConnectionLostException.class);

        assertThat(failure.sent()).isFalse();
    }

    @Test
    @Tag("R20")
    @Tag("R4")
    @Tag("P11")
    void closingThatHangsDoesNotHoldUpDisconnect() {
        Database database = connected(
                backend.builder().pool(one().closeTimeout(Duration.ofMillis(50)).build()));
        backend.on(Operation.CLOSE);

        await(database.disconnect());
    }

    @Test
    @Tag("R4")
    void disconnectWaitsForCommitUnderWay() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        ScriptedStep commit = backend.expect("COMMIT");
        Database database = connected();
        CompletableFuture<?> work = database.session(session -> run(session, "UPDATE a"));

        CompletableFuture<Void> disconnected = database.disconnect();
        assertThat(disconnected).isNotDone();
        commit.thenReply();

        await(work);
        await(disconnected);
    }

    @Test
    @Tag("R4")
    @Tag("P12")
    void disconnectClosesTheConnectionOfWhatOutstaysItsGrace() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        Database database = connected(backend.builder()
                .pool(one().disconnectGrace(Duration.ofMillis(30)).build()));
        Session session = await(database.session().open());
        await(run(session, "UPDATE a"));

        await(database.disconnect());

        assertThat(session.status().ended()).isTrue();
    }

    @Test
    @Tag("R30")
    void lostConnectionInForceRollbackIsLoudAndNeverReplaced() {
        backend.expect("BEGIN").thenReply();
        Database database = connected(backend.builder().forceRollback());
        backend.cut(1);

        failure(run(database, "UPDATE a"), ConnectionLostException.class);

        assertThat(backend.log()).noneMatch(event -> event.equals("open 2"));
        assertThat(failure(database.disconnect(), DatabasedException.class)).isNotNull();
    }
}
