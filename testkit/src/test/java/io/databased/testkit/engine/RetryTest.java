package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.databased.CommitOutcomeUnknownException;
import io.databased.Database;
import io.databased.NotConnectedException;
import io.databased.RetryPolicy;
import io.databased.SessionOptions;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.Futures;
import io.databased.testkit.ScriptedStep;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole work runs again when asked for, and only when that may help. */
@Tag("R18")
final class RetryTest extends ScriptedTest {
    private final SessionOptions thrice =
            SessionOptions.defaults().withRetry(new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(2)));
    private final AtomicInteger runs = new AtomicInteger();

    private CompletableFuture<?> work(SessionOptions options) {
        return connected().session(options, session -> {
            runs.incrementAndGet();
            return run(session, "UPDATE a");
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"SERIALIZATION", "DEADLOCK", "BUSY"})
    void runsTheWholeWorkAgainInNewSession(Kind kind) {
        backend.expect("BEGIN; UPDATE a").thenFail(kind, Effect.STATEMENT);
        backend.expect("ROLLBACK").thenReply();
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenReply();

        await(work(thrice));

        assertThat(runs).hasValue(2);
    }

    @Test
    void retriesFailuresOfCommit() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenFail(Kind.SERIALIZATION, Effect.TRANSACTION_ENDED);
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenReply();

        await(work(thrice));

        assertThat(runs).hasValue(2);
    }

    @Test
    void givesUpAfterTheLastRun() {
        for (int i = 0; i < 3; i++) {
            backend.expect("BEGIN; UPDATE a").thenFail(Kind.BUSY, Effect.TRANSACTION_ENDED);
        }

        assertThat(failure(work(thrice), StatementException.class).kind()).isEqualTo(Kind.BUSY);

        assertThat(runs).hasValue(3);
    }

    /** It has no work that could run again. */
    @Test
    void sessionThatIsOpenedByHandRefusesIt() {
        Database database = connected();

        assertThatThrownBy(() -> database.session(thrice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("withRetry", "session(options, work)");
        assertThatThrownBy(() -> database.blocking().session(thrice)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Its work is there for good: another run would do it twice. */
    @Test
    void workWhoseSessionItHasCommittedByHandRunsOnce() {
        StatementException later = new StatementException("of another session", Kind.DEADLOCK, null, null, null, null);
        for (int i = 0; i < 2; i++) {
            backend.expect("BEGIN; UPDATE a").thenReply();
            backend.expect("COMMIT").thenReply();
        }
        Database database = connected();

        CompletableFuture<?> future = database.session(thrice, session -> {
            runs.incrementAndGet();
            return run(session, "UPDATE a")
                    .thenCompose(done -> session.commit())
                    .thenCompose(committed -> CompletableFuture.failedFuture(later));
        });
        Throwable blocking = catchThrowable(() -> database.blocking().session(thrice, session -> {
            runs.incrementAndGet();
            session.execute("UPDATE a");
            session.commit();
            throw later;
        }));

        assertThat(failure(future, StatementException.class)).isSameAs(later);
        assertThat(blocking).isSameAs(later);
        assertThat(runs).hasValue(2);
    }

    @Test
    void doesNotRetryUnlessAsked() {
        backend.expect("BEGIN; UPDATE a").thenFail(Kind.DEADLOCK, Effect.TRANSACTION_ENDED);

        failure(work(SessionOptions.defaults()), StatementException.class);

        assertThat(runs).hasValue(1);
    }

    @Test
    void doesNotRetryOtherFailures() {
        backend.expect("BEGIN; UPDATE a").thenFail(Kind.UNIQUE, Effect.STATEMENT);
        backend.expect("ROLLBACK").thenReply();

        failure(work(thrice), StatementException.class);

        assertThat(runs).hasValue(1);
    }

    @Test
    @Tag("R16")
    void neverRetriesCommitOfUnknownOutcome() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenLoseConnection();

        failure(work(thrice), CommitOutcomeUnknownException.class);

        assertThat(runs).hasValue(1);
    }

    /** Begins work that fails, on a thread of its own, and waits until that pauses before another run. */
    private Thread pausing(Database database, CompletableFuture<Object> outcome) {
        ScriptedStep update = backend.expect("BEGIN; UPDATE a").thenFail(Kind.BUSY, Effect.TRANSACTION_ENDED);
        SessionOptions patient =
                SessionOptions.defaults().withRetry(new RetryPolicy(2, Duration.ofDays(1), Duration.ofDays(1)));
        Thread caller = new Thread(() -> outcome.complete(
                catchThrowable(() -> database.blocking().session(patient, session -> session.execute("UPDATE a")))));
        caller.setDaemon(true);
        caller.start();
        await(update.arrival());
        Futures.until("the caller pauses", () -> {
            Thread.State state = caller.getState();
            return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
        });
        return caller;
    }

    @Test
    @Tag("R4")
    void disconnectEndsThePauseOfBlockingWork() {
        Database database = connected();
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        pausing(database, outcome);

        database.close();

        assertThat(await(outcome)).isInstanceOf(NotConnectedException.class);
    }

    @Test
    void interruptEndsThePauseOfBlockingWork() {
        CompletableFuture<Object> outcome = new CompletableFuture<>();

        pausing(connected(), outcome).interrupt();

        assertThat(await(outcome)).isInstanceOf(CancellationException.class);
    }

    @Test
    void cancelledWorkIsNotRunAgain() {
        backend.expect("BEGIN; UPDATE a");
        backend.expect("ROLLBACK").thenReply();
        CompletableFuture<?> work = work(thrice);

        work.cancel(true);

        assertThat(runs).hasValue(1);
    }
}
