package io.databased.benchmarks.peers;

import io.databased.benchmarks.peers.Operation.Asynchronous;
import io.databased.benchmarks.peers.Operation.Blocking;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Callers in closed loops: each asks again when it was answered, until the time is over. */
final class Load implements AutoCloseable {
    /** How much longer than asked for the last answers may take. */
    private static final int GRACE_MILLIS = 30_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** How many operations were answered, and how long it took until the last of them was. */
    record Done(long operations, long nanos) {}

    Done run(Operation operation, int callers, long millis) {
        long start = System.nanoTime();
        long end = start + millis * 1_000_000;
        CompletableFuture<Long>[] loops = IntStream.range(0, callers)
                .mapToObj(caller -> loop(operation, end))
                .<CompletableFuture<Long>>toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(loops)
                .orTimeout(millis + GRACE_MILLIS, TimeUnit.MILLISECONDS)
                .join();
        long nanos = System.nanoTime() - start;
        return new Done(Stream.of(loops).mapToLong(CompletableFuture::join).sum(), nanos);
    }

    /** What a single operation answers. */
    static Object first(Operation operation) throws Exception {
        if (operation instanceof Blocking blocking) {
            return blocking.run();
        }
        CompletableFuture<Object> answered = new CompletableFuture<>();
        ((Asynchronous) operation).start((value, failure) -> {
            if (failure == null) {
                answered.complete(value);
            } else {
                answered.completeExceptionally(failure);
            }
        });
        return answered.get(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<Long> loop(Operation operation, long end) {
        if (operation instanceof Asynchronous asynchronous) {
            Caller caller = new Caller(asynchronous, end);
            asynchronous.start(caller);
            return caller.done;
        }
        return CompletableFuture.supplyAsync(() -> loop((Blocking) operation, end), threads);
    }

    private static long loop(Blocking operation, long end) {
        long answered = 0;
        try {
            do {
                operation.run();
                answered++;
            } while (System.nanoTime() < end);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return answered;
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    /** Hears one answer at a time, each of which happens after the one before. */
    private static final class Caller implements Operation.Answer {
        private final CompletableFuture<Long> done = new CompletableFuture<>();
        private final Asynchronous operation;
        private final long end;
        private long answered;

        Caller(Asynchronous operation, long end) {
            this.operation = operation;
            this.end = end;
        }

        @Override
        public void accept(@Nullable Object value, @Nullable Throwable failure) {
            if (failure != null) {
                done.completeExceptionally(failure);
                return;
            }
            answered++;
            if (System.nanoTime() >= end) {
                done.complete(answered);
            } else {
                operation.start(this);
            }
        }
    }
}
