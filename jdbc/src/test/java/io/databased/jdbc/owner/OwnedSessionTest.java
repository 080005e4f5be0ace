package io.databased.jdbc.owner;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.SessionOptions;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Reply;
import io.databased.spi.SessionBackend;
import io.databased.testkit.Futures;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OwnedSessionTest {
    private final ScriptedConnection connection = new ScriptedConnection();
    private final AtomicReference<Thread> owner = new AtomicReference<>();
    private final SessionBackend session = await(OwnedSession.open("databased-test-1", threads(), () -> {
        owner.set(Thread.currentThread());
        return connection;
    }));

    Threads threads() {
        return Threads.PLATFORM;
    }

    @AfterEach
    void close() {
        connection.letGo.complete(null);
        await(session.close());
        until("the owner has ended", () -> !owner.get().isAlive());
    }

    private static Command command(String sql) {
        return Command.execute(sql, new Object[0]).build();
    }

    private CompletionStage<Reply> run(String sql) {
        return session.run(command(sql));
    }

    @Test
    @Tag("R35")
    @Tag("R32")
    void makesAllCallsOnOneDaemonThread() {
        await(run("a"));

        assertThat(owner.get().isDaemon()).isTrue();
        assertThat(owner.get().getName()).isEqualTo("databased-test-1");
        assertThat(connection.callers).containsOnly(owner.get());
        assertThat(connection.marked).isTrue();
        assertThat(Owner.isCurrentThread()).isFalse();
    }

    @Test
    @Tag("R8")
    void runsCommandsInTheOrderOfTheCalls() {
        List<CompletionStage<Reply>> replies = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            replies.add(run("s" + i));
            expected.add("s" + i);
        }
        replies.forEach(Futures::await);

        assertThat(connection.log).isEqualTo(expected);
    }

    @Test
    void runsThePreludeFirst() {
        Control begin = new Control(Control.Kind.BEGIN, "BEGIN", 0, SessionOptions.defaults());
        await(session.run(
                Command.execute("x", new Object[0]).prelude(List.of(begin)).build()));
        await(session.run(Command.control(List.of(begin))));

        assertThat(connection.log).containsExactly("BEGIN", "x", "BEGIN");
    }

    @Test
    @Tag("R19")
    void cancelsWhatWaitsWithoutRunningIt() {
        CompletionStage<Reply> blocker = run("block");
        await(connection.blocked);
        Command waiting = command("never");
        CompletionStage<Reply> reply = session.run(waiting);

        session.interrupt(waiting);

        BackendException failure = failure(reply, BackendException.class);
        assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
        assertThat(failure.effect()).isEqualTo(Effect.STATEMENT);
        connection.letGo.complete(null);
        await(blocker);
        await(run("after"));
        assertThat(connection.log).containsExactly("block", "after");
        assertThat(connection.cancels).hasValue(0);
    }

    @Test
    @Tag("R19")
    void runsThePreludeOfAStatementThatWasCancelled() {
        CompletionStage<Reply> blocker = run("block");
        await(connection.blocked);
        Control begin = new Control(Control.Kind.BEGIN, "BEGIN", 0, SessionOptions.defaults());
        Command waiting =
                Command.execute("never", new Object[0]).prelude(List.of(begin)).build();
        CompletionStage<Reply> reply = session.run(waiting);

        session.interrupt(waiting);
        connection.letGo.complete(null);

        assertThat(failure(reply, BackendException.class).kind()).isEqualTo(Kind.CANCELLED);
        await(blocker);
        assertThat(connection.log).containsExactly("block", "BEGIN", "settle");
    }

    @Test
    @Tag("R19")
    void cancelsWhatRuns() {
        Command running = command("block");
        CompletionStage<Reply> reply = session.run(running);
        await(connection.blocked);

        session.interrupt(running);

        assertThat(failure(reply, BackendException.class).kind()).isEqualTo(Kind.CANCELLED);
        assertThat(connection.log).containsExactly("block", "settle");
    }

    @Test
    void ignoresACancelOfWhatHasRun() {
        Command over = command("over");
        await(session.run(over));

        session.interrupt(over);
        await(run("next"));

        assertThat(connection.cancels).hasValue(0);
    }

    /** Whatever runs at the moment of a cancel is hit, as with SQLite: only the fence protects the neighbours. */
    @Test
    @Tag("N17")
    @Tag("R19")
    void neverHitsAnotherStatement() {
        long seed = Long.getLong("databased.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        int hits = 0;
        for (int i = 0; i < 20_000; i++) {
            Command target = command("spin target");
            CompletionStage<Reply> before = run("spin before");
            CompletionStage<Reply> struck = session.run(target);
            CompletionStage<Reply> after = run("spin after");
            for (int pause = random.nextInt(400); pause > 0; pause--) {
                Thread.onSpinWait();
            }
            session.interrupt(target);

            assertThat(await(before)).as("seed %d", seed).isSameAs(Reply.NONE);
            assertThat(await(after)).as("seed %d", seed).isSameAs(Reply.NONE);
            hits += struck.toCompletableFuture().isCompletedExceptionally() ? 1 : 0;
        }
        assertThat(hits).as("cancels that were in time, seed %d", seed).isPositive();
    }

    @Test
    @Tag("Q14")
    void stopsWhatRunsAndRefusesWhatWaitsWhenClosed() {
        CompletionStage<Reply> running = run("block");
        CompletionStage<Reply> waiting = run("never");
        await(connection.blocked);

        CompletionStage<Void> closed = session.close();

        assertThat(failure(waiting, BackendException.class).effect()).isEqualTo(Effect.NOT_SENT);
        assertThat(failure(running, BackendException.class).kind()).isEqualTo(Kind.CANCELLED);
        await(closed);
        assertThat(session.close()).isSameAs(closed);
        assertThat(failure(run("late"), BackendException.class).effect()).isEqualTo(Effect.NOT_SENT);
        assertThat(connection.log).containsExactly("block", "settle", "close");
    }

    @Test
    void losesNoCommandAgainstAClose() {
        List<CompletionStage<Reply>> replies = new ArrayList<>();
        Thread closer = new Thread(() -> await(session.close()));
        closer.start();
        while (closer.isAlive()) {
            replies.add(run("x"));
        }
        replies.add(run("x"));

        CompletableFuture<?>[] all =
                replies.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new);
        until("all are answered", () -> List.of(all).stream().allMatch(CompletableFuture::isDone));
        assertThat(failure(replies.get(replies.size() - 1), BackendException.class)
                        .effect())
                .isEqualTo(Effect.NOT_SENT);
    }

    @Test
    void tellsOnceThatTheConnectionIsLost() {
        List<Throwable> losses = new ArrayList<>();
        session.onLost(losses::add);

        BackendException first = failure(run("lose"), BackendException.class);
        failure(run("lose"), BackendException.class);

        assertThat(losses).containsExactly(first);
    }

    @Test
    @Tag("N24")
    void survivesAnErrorOfTheDriver() {
        BackendException failure = failure(run("crash"), BackendException.class);

        assertThat(failure.effect()).isEqualTo(Effect.STATEMENT);
        assertThat(failure).hasCauseInstanceOf(AssertionError.class);
        assertThat(await(run("next"))).isSameAs(Reply.NONE);
    }

    @Test
    void gathersWhatWaitsIntoAGroupUpToWhatDoesNotFit() {
        CompletionStage<Reply> blocker = run("block");
        await(connection.blocked);
        List<CompletionStage<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            replies.add(run("group " + i));
        }
        replies.add(run("other"));
        replies.add(run("group last"));
        connection.groups = true;
        connection.letGo.complete(null);
        await(blocker);
        replies.forEach(Futures::await);

        assertThat(connection.log)
                .filteredOn(entry -> entry.startsWith("group of"))
                .containsExactly("group of 256", "group of 44", "group of 2");
    }

    @Test
    @Tag("R19")
    void cancelsAMemberOfAGroupBeforeItRuns() {
        connection.groups = true;
        CompletionStage<Reply> blocker = run("block");
        await(connection.blocked);
        Command first = command("block in group");
        Command second = command("group never");
        run("group");
        CompletionStage<Reply> firstReply = session.run(first);
        CompletionStage<Reply> reply = session.run(second);

        session.interrupt(second);
        assertThat(failure(reply, BackendException.class).kind()).isEqualTo(Kind.CANCELLED);

        connection.letGo.complete(null);
        await(blocker);
        await(firstReply);
        assertThat(connection.log).doesNotContain("group never");
    }

    @Test
    void endsTheThreadOfAConnectionThatCannotBeOpened() {
        AtomicReference<Thread> thread = new AtomicReference<>();
        BackendException failure = failure(
                OwnedSession.open("databased-test-2", threads(), () -> {
                    thread.set(Thread.currentThread());
                    throw new BackendException("no", Kind.SYSTEM, Effect.NOT_SENT, null);
                }),
                BackendException.class);

        assertThat(failure).hasMessage("no");
        until("the thread has ended", () -> !thread.get().isAlive());
    }
}
