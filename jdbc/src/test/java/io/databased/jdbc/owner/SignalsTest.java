package io.databased.jdbc.owner;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import io.databased.spi.SessionBackend;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/** Signals that fail, that hang, that are asked for more than once. */
class SignalsTest {
    private final ScriptedConnection connection = new ScriptedConnection();
    private final CompletableFuture<Void> signalsEnd = new CompletableFuture<>();
    private final List<Throwable> losses = Collections.synchronizedList(new ArrayList<>());
    private final SessionBackend session =
            await(OwnedSession.open("databased-test-1", Threads.PLATFORM, () -> connection));

    @BeforeEach
    void listen() {
        session.onLost(losses::add);
    }

    @AfterEach
    void close() {
        signalsEnd.complete(null);
        connection.letGo.complete(null);
        await(session.close());
    }

    private static Command command(String sql) {
        return Command.execute(sql, new Object[0]).build();
    }

    private CompletionStage<Reply> stopBlocked() {
        Command running = command("block");
        CompletionStage<Reply> reply = session.run(running);
        await(connection.blocked);
        session.interrupt(running);
        return reply;
    }

    private void assertNothingIsSent() {
        BackendException refused = failure(session.run(command("innocent")), BackendException.class);
        assertThat(refused.effect()).isEqualTo(Effect.NOT_SENT);
        assertThat(refused).hasMessageContaining("may still arrive");
        assertThat(connection.log).doesNotContain("innocent", "settle");
        assertThat(losses).hasSize(1);
    }

    /** The signal may have been given, and be late. */
    @Test
    @Tag("R19")
    @Tag("R24")
    void nothingRunsBehindASignalThatFailed() {
        connection.signalling = () -> {
            throw new BackendException("no answer", Kind.SYSTEM, Effect.STATEMENT, null);
        };
        CompletionStage<Reply> reply = stopBlocked();
        until("a signal was given", () -> connection.cancels.get() > 0);
        connection.letGo.complete(null);

        assertThat(await(reply)).isSameAs(Reply.NONE);
        assertNothingIsSent();
    }

    @Test
    @Tag("R19")
    @Tag("R24")
    void nothingRunsBehindASignalThatTheDriverThrewOutOf() {
        connection.signalling = () -> {
            throw new IllegalStateException("boom");
        };
        CompletionStage<Reply> reply = stopBlocked();
        until("a signal was given", () -> connection.cancels.get() > 0);
        connection.letGo.complete(null);

        await(reply);
        assertNothingIsSent();
    }

    @Test
    @Execution(CONCURRENT)
    @Tag("R19")
    @Tag("R24")
    void nothingRunsBehindASignalThatIsNotOverInTime() {
        connection.signalling = signalsEnd::join;
        CompletionStage<Reply> reply = stopBlocked();
        until("a signal was given", () -> connection.cancels.get() > 0);
        connection.letGo.complete(null);

        assertThat(await(reply)).isSameAs(Reply.NONE);
        assertNothingIsSent();
        signalsEnd.complete(null);
        assertThat(failure(session.run(command("innocent")), BackendException.class)
                        .effect())
                .isEqualTo(Effect.NOT_SENT);
    }

    @Test
    @Tag("R19")
    @Tag("N17")
    void nextStatementWaitsForASignalThatIsSlow() {
        CountDownLatch begun = new CountDownLatch(1);
        connection.signalling = () -> {
            begun.countDown();
            signalsEnd.join();
        };
        stopBlocked();
        until("the call has begun", () -> begun.getCount() == 0);
        connection.letGo.complete(null);
        CompletionStage<Reply> next = session.run(command("spin innocent"));

        assertThat(connection.log).doesNotContain("spin innocent");
        signalsEnd.complete(null);

        assertThat(await(next)).isSameAs(Reply.NONE);
        assertThat(losses).isEmpty();
    }

    @Test
    @Tag("R19")
    void onlyOneSignalIsUnderWay() {
        connection.signalling = () -> until("a signal was given", () -> connection.cancels.get() > 0);
        List<CompletionStage<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Command first = command("spin");
            Command second = command("spin");
            replies.add(session.run(first));
            replies.add(session.run(second));
            session.interrupt(first);
            session.interrupt(second);
            session.interrupt(first);
        }
        replies.forEach(
                reply -> reply.toCompletableFuture().exceptionally(e -> null).join());

        assertThat(connection.underWay.get()).isLessThanOrEqualTo(1);
        assertThat(await(session.run(command("innocent")))).isSameAs(Reply.NONE);
    }

    /** What is asked for while another is still being told is not forgotten. */
    @Test
    @Tag("R19")
    void everyStatementThatIsToStopIsTold() {
        for (int i = 0; i < 300; i++) {
            Command endless = command("block");
            CompletionStage<Reply> reply = session.run(endless);
            session.interrupt(endless);

            assertThat(failure(reply, BackendException.class).kind()).isEqualTo(Kind.CANCELLED);
        }
    }

    @Test
    @Execution(CONCURRENT)
    @Tag("R20")
    void silentConnectionIsAbortedThoughItsSignalHangs() {
        connection.signalling = signalsEnd::join;
        session.run(command("block"));
        await(connection.blocked);

        CompletionStage<Void> closed = session.close();

        await(connection.aborted);
        long aborted = System.nanoTime();
        connection.letGo.complete(null);
        await(closed);
        assertThat(System.nanoTime() - aborted)
                .as("nobody waits for the signal of a connection that was cut")
                .isLessThan(Signals.PATIENCE_NANOS);
    }

    /** As after a COMMIT that the driver could not go back from: it stands, and the pool hears. */
    @Test
    @Tag("R15")
    @Tag("R24")
    void successOfASpentConnectionIsSuccessAndALoss() {
        connection.spent = true;

        assertThat(await(session.run(command("commit")))).isSameAs(Reply.NONE);
        assertThat(losses).hasSize(1);
    }

    /** What could not be undone behind a statement that failed must not meet the next one. */
    @Test
    @Tag("R22")
    @Tag("R24")
    void failureOnASpentConnectionIsToldAsItIsAndALoss() {
        connection.spent = true;
        CompletionStage<Reply> reply = stopBlocked();

        assertThat(failure(reply, BackendException.class).effect()).isEqualTo(Effect.STATEMENT);
        assertThat(losses).hasSize(1);
    }

    /** Such as a reset: a signal that hits it would end the connection. */
    @Test
    @Tag("R19")
    @Tag("R22")
    void noSignalReachesWhatIsDoneBehindAStatement() {
        connection.signalling = signalsEnd::join;
        CompletionStage<Reply> reply = stopBlocked();
        until("a signal is under way", () -> connection.underWay.get() > 0);
        connection.letGo.complete(null);
        Thread thread = connection.callers.iterator().next();
        until("the statement waits for it, or for nothing", () -> LockSupport.getBlocker(thread) != null);
        assertThat(connection.behind).isZero();

        signalsEnd.complete(null);

        await(reply);
        assertThat(connection.behind).isEqualTo(1);
    }
}
