package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.testkit.Futures;
import io.databased.testkit.ScriptedBackend.Operation;
import io.databased.testkit.ScriptedStep;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What cancelling does on the wire. */
@Tag("R19")
final class CancellingTest extends ScriptedTest {
    /** The answer to an interrupt is waited for no longer than closing may take. */
    private DatabaseBuilder impatient() {
        return backend.builder()
                .pool(PoolOptions.builder().closeTimeout(Duration.ofMillis(50)).build());
    }

    @Test
    void statementInFlightIsInterruptedAndItsCallerReleasedAtOnce() {
        ScriptedStep slow = backend.expect("UPDATE a").deafToInterrupts();
        CompletableFuture<?> future = run(connected(), "UPDATE a");

        future.cancel(true);

        assertThat(future).isCancelled();
        assertThat(backend.log()).endsWith("interrupt 1: UPDATE a");
        slow.thenReply();
    }

    @Test
    void queuedStatementIsRemovedAndHarmsNobody() {
        ScriptedStep first = backend.expect("BEGIN; UPDATE a");
        backend.expect("UPDATE c").thenReply();
        backend.expect("COMMIT").thenReply();
        Session session = await(connected().session().open());
        CompletableFuture<?> a = run(session, "UPDATE a");
        CompletableFuture<?> b = run(session, "UPDATE b");
        CompletableFuture<?> c = run(session, "UPDATE c");

        b.cancel(true);
        first.thenReply();

        await(a);
        await(c);
        await(session.commit());
        assertThat(backend.log()).noneMatch(event -> event.startsWith("interrupt"));
    }

    @Test
    void childOfWhichNothingWasSentIsOverAtOnceWhateverItsParentWaitsFor() {
        ScriptedStep unanswered = backend.expect("BEGIN; UPDATE a");
        backend.expect("UPDATE b").thenReply();
        backend.expect("COMMIT").thenReply();
        Session session = await(connected().session().open());
        CompletableFuture<?> a = run(session, "UPDATE a");
        CompletableFuture<?> b = run(session, "UPDATE b");
        Session child = await(session.transaction().open());
        CompletableFuture<?> c = run(child, "UPDATE c");

        await(child.cancel());

        assertThat(c).isCompletedExceptionally();
        assertThat(a).isNotDone();
        unanswered.thenReply();
        await(a);
        await(b);
        await(session.commit());
    }

    @Test
    void statementInFlightOfSessionFailsTheSession() {
        backend.expect("BEGIN; UPDATE a");
        backend.expect("ROLLBACK").thenReply();
        Session session = await(connected().session().open());
        CompletableFuture<?> a = run(session, "UPDATE a");

        a.cancel(true);

        failure(run(session, "UPDATE b"), RuntimeException.class);
        await(session.cancel());
        assertThat(backend.log()).contains("interrupt 1: BEGIN; UPDATE a");
    }

    @Test
    void scriptThatIsGivenUpStopsWhatRunsAndBeginsNothingMore() {
        backend.expect("UPDATE a").thenReply();
        ScriptedStep second = backend.expect("UPDATE b");
        CompletableFuture<Integer> script = connected().executeScript("UPDATE a; UPDATE b; UPDATE c");
        await(second.arrival());

        script.cancel(true);

        assertThat(backend.log()).contains("interrupt 1: UPDATE b").noneMatch(event -> event.contains("UPDATE c"));
    }

    @Test
    void longScriptIsNoDeepStack() {
        for (int i = 0; i < 5_000; i++) {
            backend.expect("UPDATE a").thenReply();
        }

        assertThat(await(connected().executeScript("UPDATE a;".repeat(5_000)))).isEqualTo(5_000);
    }

    @Test
    @Tag("R24")
    void connectionThatAnInterruptSpoilsIsClosed() {
        backend.fragileAfterInterrupt();
        backend.expect("UPDATE a");
        CompletableFuture<?> future = run(connected(), "UPDATE a");

        future.cancel(true);

        Futures.until("the connection is closed", () -> backend.openConnections() == 0);
    }

    @Test
    @Tag("P2")
    void connectionOfCancelledWaiterGoesToTheNext() {
        ScriptedStep opening = backend.on(Operation.OPEN);
        opening.thenReply();
        Database database = connected(
                backend.builder().pool(PoolOptions.builder().maxSize(1).build()));
        Session holder = await(database.session().open());
        CompletableFuture<Session> cancelled = database.session().open();
        CompletableFuture<Session> next = database.session().open();

        cancelled.cancel(true);
        await(holder.close());

        await(await(next).close());
        assertThat(database.stats().waiting()).isZero();
    }

    @Test
    @Tag("R21")
    @Tag("C11")
    void cancelledWaiterDoesNotCancelTheConnectionBeingMade() {
        Database database = connected(
                backend.builder().pool(PoolOptions.builder().maxSize(2).build()));
        ScriptedStep opening = backend.on(Operation.OPEN);
        Session holder = await(database.session().open());
        CompletableFuture<Session> cancelled = database.session().open();
        await(opening.arrival());

        cancelled.cancel(true);
        opening.thenReply();

        Futures.until(
                "both connections are there",
                () -> database.stats().connections().size() == 2);
        await(holder.close());
    }

    @Test
    void cancellingTheWorkStopsWhatRunsAndRollsBack() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("UPDATE b");
        backend.expect("ROLLBACK").thenReply();

        CompletableFuture<?> work =
                connected().session(session -> run(session, "UPDATE a").thenCompose(a -> run(session, "UPDATE b")));
        work.cancel(true);

        assertThat(work).isCancelled();
        assertThat(backend.log()).contains("interrupt 1: UPDATE b");
    }

    @Test
    void cancellingTheSessionStopsWhatRunsAndSendsNothingOfWhatWaits() {
        backend.expect("BEGIN; UPDATE a");
        backend.expect("ROLLBACK").thenReply();
        Session session = await(connected().session().open());
        CompletableFuture<?> running = run(session, "UPDATE a");
        CompletableFuture<?> waiting = run(session, "UPDATE b");

        await(session.cancel());

        failure(running, RuntimeException.class);
        failure(waiting, RuntimeException.class);
    }

    @Test
    void cancellingChildLeavesItsParentUsable() {
        backend.expect("BEGIN; SAVEPOINT databased_1; UPDATE a");
        backend.expect("ROLLBACK TO databased_1; RELEASE databased_1").thenReply();
        backend.expect("UPDATE b").thenReply();
        backend.expect("COMMIT").thenReply();
        Session root = await(connected().session().open());
        CompletableFuture<?> child = root.transaction(work -> run(work, "UPDATE a"));

        child.cancel(true);

        await(run(root, "UPDATE b"));
        await(root.commit());
    }

    @Test
    @Tag("R20")
    @Tag("N8")
    void statementTimeoutInterruptsAndFailsTheSession() {
        backend.expect("BEGIN; UPDATE a");
        backend.expect("ROLLBACK").thenReply();
        SessionOptions options = SessionOptions.defaults().withStatementTimeout(Duration.ofMillis(30));

        StatementException failure =
                failure(connected().session(options, session -> run(session, "UPDATE a")), StatementException.class);

        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(backend.log()).contains("interrupt 1: BEGIN; UPDATE a");
    }

    @Test
    @Tag("R20")
    void connectionThatDoesNotEvenAnswerAnInterruptIsGivenUp() {
        backend.expect("BEGIN; UPDATE a").deafToInterrupts();
        SessionOptions options = SessionOptions.defaults().withStatementTimeout(Duration.ofMillis(30));
        Database database = connected(impatient());

        failure(database.session(options, session -> run(session, "UPDATE a")), StatementException.class);

        Futures.until("the connection is closed", () -> backend.openConnections() == 0);
        Futures.until("nobody holds it", () -> database.stats().connections().leased() == 0);
    }

    @Test
    @Tag("R24")
    void connectionOfAbandonedOneShotThatDoesNotEvenAnswerAnInterruptIsClosed() {
        backend.expect("UPDATE a").deafToInterrupts();
        Database database = connected(impatient());

        run(database, "UPDATE a").cancel(true);

        Futures.until("the connection is closed", () -> backend.openConnections() == 0);
        Futures.until("nobody uses it", () -> database.stats().connections().sharesInFlight() == 0);
    }

    @Test
    @Tag("N26")
    void interruptOfBlockedCallerStopsItsStatement() throws InterruptedException {
        ScriptedStep slow = backend.expect("UPDATE a");
        Database database = connected();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                database.blocking().execute("UPDATE a");
            } catch (Throwable e) {
                outcome.complete(e);
            }
        });
        caller.setDaemon(true);
        caller.start();
        await(slow.arrival());

        caller.interrupt();

        assertThat(await(outcome)).isInstanceOf(CancellationException.class);
        caller.join(Futures.DEADLINE.toMillis());
        assertThat(backend.log()).contains("interrupt 1: UPDATE a");
    }
}
