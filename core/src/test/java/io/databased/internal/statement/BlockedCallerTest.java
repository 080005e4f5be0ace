package io.databased.internal.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.spi.Reply;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
final class BlockedCallerTest {
    private final CompletableFuture<BlockedCaller> entered = new CompletableFuture<>();
    private final CompletableFuture<Reply> returned = new CompletableFuture<>();
    private final CompletableFuture<Thread> abandonedOn = new CompletableFuture<>();
    private final CompletableFuture<Thread> errandOn = new CompletableFuture<>();
    private final Runnable errand = () -> errandOn.complete(Thread.currentThread());

    private Thread call() {
        Thread thread = new Thread(
                () -> {
                    BlockedCaller caller = new BlockedCaller();
                    entered.complete(caller);
                    try {
                        returned.complete(caller.await(() -> abandonedOn.complete(Thread.currentThread())));
                    } catch (RuntimeException failure) {
                        returned.completeExceptionally(failure);
                    }
                },
                "caller");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Test
    void errandIsDoneByTheCallerThatWaits() throws Exception {
        Thread thread = call();
        BlockedCaller caller = entered.get();

        caller.advance(errand);

        assertThat(errandOn.get()).isSameAs(thread);
        assertThat(returned).isNotDone();
        caller.reply(Reply.NONE);
        assertThat(returned.get()).isSameAs(Reply.NONE);
    }

    @Test
    void errandThatComesTooLateIsDoneByWhoBringsIt() throws Exception {
        call();
        entered.get().reply(Reply.NONE);
        returned.get();

        entered.get().advance(errand);

        assertThat(errandOn).isCompletedWithValue(Thread.currentThread());
    }

    @Test
    void answerDuringAnErrandIsHeard() throws Exception {
        call();
        BlockedCaller caller = entered.get();

        caller.advance(() -> caller.reply(Reply.NONE));

        assertThat(returned.get()).isSameAs(Reply.NONE);
    }

    @Test
    void failureIsThrownAsItIs() throws Exception {
        call();
        IllegalArgumentException why = new IllegalArgumentException("why");

        entered.get().failure(why);

        assertThatThrownBy(returned::get).isInstanceOf(ExecutionException.class).hasCause(why);
    }

    @Test
    @Tag("R19")
    @Tag("N26")
    void interruptAbandonsTheStatementAndLeavesTheErrand() throws Exception {
        Thread thread = call();
        BlockedCaller caller = entered.get();

        thread.interrupt();

        assertThat(abandonedOn.get(60, TimeUnit.SECONDS)).isSameAs(thread);
        assertThatThrownBy(returned::get).isInstanceOf(CancellationException.class);
        caller.advance(errand);
        assertThat(errandOn).isCompletedWithValue(Thread.currentThread());
    }
}
