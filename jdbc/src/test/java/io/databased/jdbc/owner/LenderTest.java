package io.databased.jdbc.owner;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.databased.SessionOptions;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Reply;
import io.databased.spi.SessionBackend;
import io.databased.spi.callback.Watch;
import io.databased.testkit.Futures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

@Tag("R35")
class LenderTest {
    private final ScriptedConnection connection = new ScriptedConnection();
    private final AtomicReference<Thread> owner = new AtomicReference<>();
    private final SessionBackend session = await(OwnedSession.open("databased-test-1", Threads.PLATFORM, () -> {
        owner.set(Thread.currentThread());
        return connection;
    }));

    /** Who has opened the connection has the turn for a moment longer, and nobody can borrow it then. */
    @BeforeEach
    void awaitIdleOwner() {
        until("the owner sleeps", () -> owner.get().getState() == Thread.State.WAITING);
    }

    @AfterEach
    void close() {
        connection.letGo.complete(null);
        await(session.close());
        until("the owner has ended", () -> !owner.get().isAlive());
    }

    private static Command command(String sql, Thread awaiting) {
        return Command.fetch(sql, new Object[0]).awaitedBy(awaiting).build();
    }

    private CompletionStage<Reply> runHere(String sql) {
        return session.run(command(sql, Thread.currentThread()));
    }

    private CompletableFuture<CompletionStage<Reply>> runOn(AtomicReference<Thread> lent, String sql) {
        CompletableFuture<CompletionStage<Reply>> replied = new CompletableFuture<>();
        Thread thread = new Thread(() -> replied.complete(runHere(sql)), "lender");
        lent.set(thread);
        thread.start();
        return replied;
    }

    @Test
    void runsWhatIsAwaitedOnTheThreadThatWaits() {
        CompletionStage<Reply> reply = runHere("a");

        assertThat(reply.toCompletableFuture()).isCompleted();
        assertThat(connection.callers).containsOnly(Thread.currentThread());
    }

    @Test
    void handsOverWhatAnotherThreadWaitsFor() {
        await(session.run(command("a", new Thread())));

        assertThat(connection.callers).containsOnly(owner.get());
    }

    @Test
    void handsOverWhileTheConnectionIsBusy() {
        CompletionStage<Reply> blocker = session.run(command("block", owner.get()));
        await(connection.blocked);
        CompletionStage<Reply> reply = runHere("a");

        assertThat(reply.toCompletableFuture()).isNotCompleted();
        connection.letGo.complete(null);
        await(blocker);
        await(reply);
        assertThat(connection.callers).containsOnly(owner.get());
    }

    @Test
    void whatIsHandedOverWhileAThreadIsLentRunsAfterwards() {
        AtomicReference<Thread> lent = new AtomicReference<>();
        CompletableFuture<CompletionStage<Reply>> lender = runOn(lent, "block");
        await(connection.blocked);
        CompletionStage<Reply> waiting = session.run(command("b", owner.get()));

        assertThat(waiting.toCompletableFuture()).isNotCompleted();
        connection.letGo.complete(null);
        await(waiting);
        await(await(lender));
        assertThat(connection.log).containsExactly("block", "b");
        assertThat(connection.callers).containsExactlyInAnyOrder(lent.get(), owner.get());
    }

    @Test
    @Tag("R19")
    @Tag("Q6")
    void anInterruptCancelsWhatTheThreadRuns() {
        AtomicReference<Thread> lent = new AtomicReference<>();
        CompletableFuture<CompletionStage<Reply>> lender = runOn(lent, "block");
        await(connection.blocked);

        lent.get().interrupt();

        assertThat(failure(await(lender), BackendException.class).kind()).isEqualTo(Kind.CANCELLED);
        await(session.run(command("after", owner.get())));
    }

    /** The caller waits for the answer and the session for the caller, so nobody else would close it. */
    @Test
    @Execution(CONCURRENT)
    @Tag("N7")
    @Tag("R20")
    void silentConnectionIsAbortedUnderTheThreadThatWaitsForIt() {
        connection.signalling = connection.letGo::join;
        AtomicReference<Thread> lent = new AtomicReference<>();
        CompletableFuture<CompletionStage<Reply>> lender = runOn(lent, "block");
        await(connection.blocked);

        lent.get().interrupt();

        await(connection.aborted);
        connection.letGo.complete(null);
        await(lender);
    }

    /** It is not to be stopped by a signal, and nobody waits for its answer any more. */
    @Test
    @Tag("R20")
    void closingCutsTheConnectionAtOnceWhereAThreadWaitsForACommit() {
        Thread caller = new Thread(() -> await(session.run(Command.control(
                List.of(new Control(Control.Kind.COMMIT, "block COMMIT", 0, SessionOptions.defaults())),
                Thread.currentThread()))));
        caller.start();
        await(connection.blocked);
        long start = System.nanoTime();

        CompletionStage<Void> closed = session.close();

        await(connection.aborted);
        assertThat(System.nanoTime() - start).isLessThan(OwnedSession.ABORT_NANOS);
        assertThat(connection.callers).containsOnly(caller);
        connection.letGo.complete(null);
        await(closed);
    }

    @Test
    void oneThreadWatchesAllConnectionsThatAreLent() {
        List<ScriptedConnection> scripts = new ArrayList<>();
        List<SessionBackend> sessions = new ArrayList<>();
        List<CompletableFuture<CompletionStage<Reply>>> lenders = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ScriptedConnection script = new ScriptedConnection();
            SessionBackend each = await(OwnedSession.open("databased-test-each", Threads.PLATFORM, () -> script));
            CompletableFuture<CompletionStage<Reply>> replied = new CompletableFuture<>();
            new Thread(() -> replied.complete(each.run(command("block", Thread.currentThread())))).start();
            await(script.blocked);
            scripts.add(script);
            sessions.add(each);
            lenders.add(replied);
        }

        until("one watch is there", () -> watches() == 1); // one that ends may be there beside the one that begins

        scripts.forEach(script -> script.letGo.complete(null));
        lenders.forEach(lender -> await(await(lender)));
        sessions.forEach(each -> await(each.close()));
    }

    private static long watches() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Stream.of(stack)
                        .anyMatch(frame -> frame.getClassName().equals(Watch.class.getName())
                                && frame.getMethodName().equals("watch")))
                .count();
    }

    @Test
    @Tag("R4")
    void closingCancelsWhatALentThreadRuns() {
        CompletableFuture<CompletionStage<Reply>> lender = runOn(new AtomicReference<>(), "block");
        await(connection.blocked);

        await(session.close());

        assertThat(failure(await(lender), BackendException.class).kind()).isEqualTo(Kind.CANCELLED);
        assertThat(failure(runHere("late"), BackendException.class).getMessage())
                .contains("closed");
        assertThat(connection.log).containsExactly("block", "settle", "close");
    }

    /** The script's log is a plain list: it keeps all entries only if one thread at a time writes, and sees what came before. */
    @Test
    void oneThreadAtATimeUsesTheConnection() {
        int threads = 4;
        int each = 1_000; // a busy machine takes milliseconds for a change of threads
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            boolean waits = i % 2 == 0;
            CompletableFuture<Void> end = new CompletableFuture<>();
            done.add(end);
            new Thread(() -> {
                        for (int n = 0; n < each; n++) {
                            await(session.run(command("s", waits ? Thread.currentThread() : owner.get())));
                        }
                        end.complete(null);
                    })
                    .start();
        }
        done.forEach(Futures::await);

        assertThat(connection.log).hasSize(threads * each);
        assertThat(connection.callers).contains(owner.get()).hasSizeGreaterThan(1);
    }
}
