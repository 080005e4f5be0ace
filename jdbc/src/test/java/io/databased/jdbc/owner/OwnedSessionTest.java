package io.databased.jdbc.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.SessionOptions;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Reply;
import io.databased.spi.SessionBackend;
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
    private final SessionBackend session = Await.value(OwnedSession.open("databased-test-1", threads(), () -> {
        owner.set(Thread.currentThread());
        return connection;
    }));

    Threads threads() {
        return Threads.PLATFORM;
    }

    @AfterEach
    void close() {
        connection.letGo.complete(null);
        Await.value(session.close());
        Await.until(() -> !owner.get().isAlive());
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
        Await.value(run("a"));

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
        replies.forEach(Await::value);

        assertThat(connection.log).isEqualTo(expected);
    }

    @Test
    void runsThePreludeFirst() {
        Control begin = new Control(Control.Kind.BEGIN, "BEGIN", 0, SessionOptions.defaults());
        Await.value(session.run(
                Command.execute("x", new Object[0]).prelude(List.of(begin)).build()));
        Await.value(session.run(Command.control(List.of(begin))));

        assertThat(connection.log).containsExactly("BEGIN", "x", "BEGIN");
    }

    @Test
    @Tag("R19")
    void cancelsWhatWaitsWithoutRunningIt() {
        CompletionStage<Reply> blocker = run("block");
        Await.value(connection.blocked);
        Command waiting = command("never");
        CompletionStage<Reply> reply = session.run(waiting);

        session.interrupt(waiting);

        BackendException failure = Await.failure(reply);
        assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
        assertThat(failure.effect()).isEqualTo(Effect.STATEMENT);
        connection.letGo.complete(null);
        Await.value(blocker);
        Await.value(run("after"));
        assertThat(connection.log).containsExactly("block", "after");
        assertThat(connection.cancels).hasValue(0);
    }

    @Test
    @Tag("R19")
    void runsThePreludeOfAStatementThatWasCancelled() {
        CompletionStage<Reply> blocker = run("block");
        Await.value(connection.blocked);
        Control begin = new Control(Control.Kind.BEGIN, "BEGIN", 0, SessionOptions.defaults());
        Command waiting =
                Command.execute("never", new Object[0]).prelude(List.of(begin)).build();
        CompletionStage<Reply> reply = session.run(waiting);

        session.interrupt(waiting);
        connection.letGo.complete(null);

        assertThat(Await.failure(reply).kind()).isEqualTo(Kind.CANCELLED);
        Await.value(blocker);
        assertThat(connection.log).containsExactly("block", "BEGIN", "settle");
    }

    @Test
    @Tag("R19")
    void cancelsWhatRuns() {
        Command running = command("block");
        CompletionStage<Reply> reply = session.run(running);
        Await.value(connection.blocked);

        session.interrupt(running);

        assertThat(Await.failure(reply).kind()).isEqualTo(Kind.CANCELLED);
        assertThat(connection.log).containsExactly("block", "settle");
    }

    @Test
    void ignoresACancelOfWhatHasRun() {
        Command over = command("over");
        Await.value(session.run(over));

        session.interrupt(over);
        Await.value(run("next"));

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

            assertThat(Await.value(before)).as("seed %d", seed).isSameAs(Reply.NONE);
            assertThat(Await.value(after)).as("seed %d", seed).isSameAs(Reply.NONE);
            hits += struck.toCompletableFuture().isCompletedExceptionally() ? 1 : 0;
        }
        assertThat(hits).as("cancels that were in time, seed %d", seed).isPositive();
    }

    @Test
    @Tag("Q14")
    void stopsWhatRunsAndRefusesWhatWaitsWhenClosed() {
        CompletionStage<Reply> running = run("block");
        CompletionStage<Reply> waiting = run("never");
        Await.value(connection.blocked);

        CompletionStage<Void> closed = session.close();

        assertThat(Await.failure(waiting).effect()).isEqualTo(Effect.NOT_SENT);
        assertThat(Await.failure(running).kind()).isEqualTo(Kind.CANCELLED);
        Await.value(closed);
        assertThat(session.close()).isSameAs(closed);
        assertThat(Await.failure(run("late")).effect()).isEqualTo(Effect.NOT_SENT);
        assertThat(connection.log).containsExactly("block", "settle", "close");
    }

    @Test
    void losesNoCommandAgainstAClose() {
        List<CompletionStage<Reply>> replies = new ArrayList<>();
        Thread closer = new Thread(() -> Await.value(session.close()));
        closer.start();
        while (closer.isAlive()) {
            replies.add(run("x"));
        }
        replies.add(run("x"));

        CompletableFuture<?>[] all =
                replies.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new);
        Await.until(() -> List.of(all).stream().allMatch(CompletableFuture::isDone));
        assertThat(Await.failure(replies.get(replies.size() - 1)).effect()).isEqualTo(Effect.NOT_SENT);
    }

    @Test
    void tellsOnceThatTheConnectionIsLost() {
        List<Throwable> losses = new ArrayList<>();
        session.onLost(losses::add);

        BackendException first = Await.failure(run("lose"));
        Await.failure(run("lose"));

        assertThat(losses).containsExactly(first);
    }

    @Test
    @Tag("N24")
    void survivesAnErrorOfTheDriver() {
        BackendException failure = Await.failure(run("crash"));

        assertThat(failure.effect()).isEqualTo(Effect.STATEMENT);
        assertThat(failure).hasCauseInstanceOf(AssertionError.class);
        assertThat(Await.value(run("next"))).isSameAs(Reply.NONE);
    }

    @Test
    void gathersWhatWaitsIntoAGroupUpToWhatDoesNotFit() {
        CompletionStage<Reply> blocker = run("block");
        Await.value(connection.blocked);
        List<CompletionStage<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            replies.add(run("group " + i));
        }
        replies.add(run("other"));
        replies.add(run("group last"));
        connection.groups = true;
        connection.letGo.complete(null);
        Await.value(blocker);
        replies.forEach(Await::value);

        assertThat(connection.log)
                .filteredOn(entry -> entry.startsWith("group of"))
                .containsExactly("group of 256", "group of 44", "group of 2");
    }

    @Test
    @Tag("R19")
    void cancelsAMemberOfAGroupBeforeItRuns() {
        connection.groups = true;
        CompletionStage<Reply> blocker = run("block");
        Await.value(connection.blocked);
        Command first = command("block in group");
        Command second = command("group never");
        run("group");
        CompletionStage<Reply> firstReply = session.run(first);
        CompletionStage<Reply> reply = session.run(second);

        session.interrupt(second);
        assertThat(Await.failure(reply).kind()).isEqualTo(Kind.CANCELLED);

        connection.letGo.complete(null);
        Await.value(blocker);
        Await.value(firstReply);
        assertThat(connection.log).doesNotContain("group never");
    }

    @Test
    void endsTheThreadOfAConnectionThatCannotBeOpened() {
        AtomicReference<Thread> thread = new AtomicReference<>();
        BackendException failure = Await.failure(OwnedSession.open("databased-test-2", threads(), () -> {
            thread.set(Thread.currentThread());
            throw new BackendException("no", Kind.SYSTEM, Effect.NOT_SENT, null);
        }));

        assertThat(failure).hasMessage("no");
        Await.until(() -> !thread.get().isAlive());
    }
}
