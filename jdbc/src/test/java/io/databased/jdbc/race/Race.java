package io.databased.jdbc.race;

import io.databased.DatabasedException;
import io.databased.spi.Command;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What races are made of. */
final class Race {
    private Race() {}

    /** What is to be done, by a thread of its own. */
    interface Part {
        void run() throws InterruptedException;
    }

    /** Begins all of them at once, and waits for their ends. */
    static void together(Part... parts) throws InterruptedException {
        Thread[] threads = new Thread[parts.length];
        Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < parts.length; i++) {
            Part part = parts[i];
            threads[i] = new Thread(() -> {
                try {
                    part.run();
                } catch (Throwable broken) { // told below
                    thrown.add(broken);
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!thrown.isEmpty()) {
            throw new AssertionError("a part of the race has failed", thrown.peek());
        }
    }

    /** Waits for the end: "ok", or what it failed with. What is no failure but a broken rule is thrown. */
    static String ended(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().join();
            return "ok";
        } catch (CompletionException | CancellationException e) {
            Throwable failure = e;
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof AssertionError broken) {
                    throw broken;
                }
                failure = failure instanceof CompletionException ? cause : failure;
            }
            return failure.toString();
        }
    }

    /** As {@link #ended}, of work that may be refused because of what the others do. */
    static String attempted(Supplier<CompletionStage<?>> work) {
        CompletionStage<?> stage;
        try {
            stage = work.get();
        } catch (DatabasedException refused) {
            return refused.toString();
        }
        return ended(stage);
    }

    static void require(boolean holds, @Nullable String what) {
        if (!holds) {
            throw new AssertionError("does not hold: " + what);
        }
    }

    static Command fetch(String sql) {
        return Command.fetch(sql, new Object[0]).build();
    }

    /** One that the calling thread waits for. */
    static Command fetchHere(String sql) {
        return Command.fetch(sql, new Object[0])
                .awaitedBy(Thread.currentThread())
                .build();
    }
}
