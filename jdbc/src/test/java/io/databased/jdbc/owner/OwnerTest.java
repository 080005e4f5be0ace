package io.databased.jdbc.owner;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.spi.CallbackThread;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import io.databased.spi.SessionBackend;
import io.databased.testkit.Futures;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The thread that makes the calls runs the callbacks, and loses the lead to another if one takes long. */
@Tag("R31")
class OwnerTest {
    private static final ClassLoader LOADER = new URLClassLoader(new URL[0]);

    private final ScriptedConnection connection = new ScriptedConnection();
    private final AtomicReference<Thread> first = new AtomicReference<>();
    private final Executor executor = callback -> {
        Thread thread = new Thread(callback, "elsewhere");
        thread.setDaemon(true);
        thread.start();
    };
    private final SessionBackend session = open();

    private SessionBackend open() {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(LOADER);
        try {
            return await(OwnedSession.open("databased-test-1", Threads.PLATFORM, () -> {
                first.set(Thread.currentThread());
                return connection;
            }));
        } finally {
            current.setContextClassLoader(before);
        }
    }

    @AfterEach
    void close() {
        connection.letGo.complete(null);
        await(session.close());
        until("no owner is left", () -> owners().isEmpty());
    }

    private List<Thread> owners() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("databased-test-1"))
                .toList();
    }

    private CompletionStage<Reply> run(String sql) {
        return session.run(Command.fetch(sql, new Object[0]).build());
    }

    /** As the core does. */
    private void callBack(Runnable callback) {
        if (!(Thread.currentThread() instanceof CallbackThread thread) || !thread.offer(callback, executor)) {
            executor.execute(callback);
        }
    }

    private void run(String sql, Runnable callback) {
        run(sql).whenComplete((reply, failure) -> callBack(callback));
    }

    /** On the connection's own thread, which is in the callback when this returns. */
    private void runHere(Runnable callback) {
        CompletionStage<Reply> blocker = run("block");
        await(connection.blocked);
        CompletableFuture<Void> begun = new CompletableFuture<>();
        blocker.whenComplete((reply, failure) -> callBack(() -> {
            begun.complete(null);
            callback.run();
        }));
        connection.letGo.complete(null);
        await(begun);
    }

    @Test
    void callbackRunsOnTheThreadThatHasTheAnswerAndMayBlockIt() {
        CompletableFuture<Thread> caller = new CompletableFuture<>();
        CompletableFuture<Boolean> serves = new CompletableFuture<>();

        runHere(() -> {
            serves.complete(Owner.isCurrentThread());
            caller.complete(Thread.currentThread());
        });

        assertThat(await(caller)).isSameAs(first.get());
        assertThat(await(serves)).isFalse();
    }

    /** As long as the thread is not taken for stuck, which happens where it has to wait long for a processor. */
    @Test
    void whatACallbackAsksForRunsOnTheSameThread() {
        until("it ran on the same thread", () -> {
            CompletableFuture<Thread> asking = new CompletableFuture<>();
            CompletableFuture<Thread> next = new CompletableFuture<>();
            run("a", () -> {
                connection.callers.clear();
                asking.complete(Thread.currentThread());
                run("b", () -> next.complete(Thread.currentThread()));
            });
            Thread thread = await(asking);
            return await(next) == thread && connection.callers.equals(Set.of(thread));
        });
    }

    @Test
    void callbackThatWaitsForTheConnectionIsOvertaken() {
        CompletableFuture<Reply> answer = new CompletableFuture<>();

        runHere(() -> answer.complete(await(run("b"))));

        assertThat(await(answer)).isSameAs(Reply.NONE);
        assertThat(connection.log).containsExactly("block", "b");
        assertThat(connection.callers).hasSize(2);
    }

    @Test
    void callbackThatComputesIsOvertaken() {
        AtomicBoolean end = new AtomicBoolean();
        CompletableFuture<Void> computing = new CompletableFuture<>();
        runHere(() -> {
            computing.complete(null);
            while (!end.get()) {
                Thread.onSpinWait();
            }
        });
        await(computing);

        await(run("b"));

        end.set(true);
        assertThat(connection.callers).hasSize(2);
    }

    @Test
    void connectionGoesOnWhileACallbackSaysThatItWaits() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        runHere(() -> {
            ((CallbackThread) Thread.currentThread()).beforeWaiting();
            waiting.complete(null);
            await(end);
        });
        await(waiting);

        await(run("b"));

        end.complete(null);
        assertThat(connection.callers).hasSize(2);
    }

    @Test
    @Tag("R4")
    void connectionIsClosedWhileACallbackNeverEnds() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        runHere(() -> await(end));

        await(session.close());

        assertThat(connection.log).containsExactly("block", "close");
        end.complete(null);
    }

    @Test
    void threadEndsOnceItHasLostTheLead() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        runHere(() -> await(end));
        await(run("b"));
        Thread successor = connection.callers.stream()
                .filter(thread -> thread != first.get())
                .findAny()
                .orElseThrow();

        end.complete(null);

        until("the first owner has ended", () -> !first.get().isAlive());
        until(
                "only its successor is there",
                () -> owners().equals(List.of(successor))); // others may have been started, and came too late
        await(run("c"));
        assertThat(connection.callers).hasSize(2);
    }

    @Test
    void successorHasTheClassLoaderOfTheFirst() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        runHere(() -> {
            Thread.currentThread().setContextClassLoader(null); // of this thread alone
            await(end);
        });

        await(run("b"));

        end.complete(null);
        assertThat(connection.callers).hasSize(2);
        assertThat(connection.loaders).containsOnly(LOADER);
    }

    @Test
    void interruptIsForCallbacksAndNotForTheConnection() {
        CompletableFuture<Void> interrupted = new CompletableFuture<>();
        runHere(() -> {
            Thread.currentThread().interrupt();
            interrupted.complete(null);
        });
        await(interrupted);
        await(run("b"));

        first.get().interrupt();
        await(run("c"));

        assertThat(connection.interrupted).isFalse();
    }

    @Test
    void callbackThatIsInterruptedWhileItWaitsNoticesThat() {
        CompletableFuture<Thread> waiting = new CompletableFuture<>();
        CompletableFuture<Boolean> noticed = new CompletableFuture<>();
        runHere(() -> {
            waiting.complete(Thread.currentThread());
            try {
                new CompletableFuture<>().get();
            } catch (Exception e) {
                noticed.complete(e instanceof InterruptedException);
            }
        });

        await(waiting).interrupt();

        assertThat(await(noticed)).isTrue();
    }

    /** The script's log is a plain list: it keeps all entries only if one thread at a time writes, and sees what came before. */
    @Test
    @Tag("R8")
    @Tag("R35")
    void orderIsKeptWhileTheLeadGoesRound() {
        int statements = 2_000;
        List<CompletionStage<Reply>> replies = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        AtomicInteger called = new AtomicInteger();
        for (int i = 0; i < statements; i++) {
            boolean waits = i % 200 == 0;
            CompletionStage<Reply> reply = run("s" + i);
            reply.whenComplete((answer, failure) -> callBack(() -> {
                if (waits && Thread.currentThread() instanceof CallbackThread thread) {
                    thread.beforeWaiting();
                }
                called.incrementAndGet();
            }));
            replies.add(reply);
            expected.add("s" + i);
        }
        replies.forEach(Futures::await);

        until("each was called", () -> called.get() == statements);
        assertThat(connection.log).isEqualTo(expected);
    }
}
