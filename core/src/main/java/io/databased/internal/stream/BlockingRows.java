package io.databased.internal.stream;

import io.databased.internal.async.Waiting;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Hands the rows of a stream to a consumer on the thread that waits for them, a window at a time. */
public final class BlockingRows<T> implements Flow.Subscriber<T> {
    private static final int WINDOW = RowEmitter.WINDOW;

    /** What crosses from the executor to the waiting thread. */
    private interface Signal<T> {}

    private record Item<T>(T row) implements Signal<T> {}

    private record Failure<T>(Throwable why) implements Signal<T> {}

    private record End<T>() implements Signal<T> {}

    private final Consumer<? super T> consumer;
    private final LinkedBlockingQueue<Signal<T>> signals =
            new LinkedBlockingQueue<>(); // at most two windows and an end
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final AtomicInteger held = new AtomicInteger(); // rows that the consumer has not taken

    public BlockingRows(Consumer<? super T> consumer) {
        this.consumer = consumer;
    }

    public long consume(Rows<T> stream) {
        stream.subscribe(this, () -> held.get() > 0);
        Flow.Subscription open = subscription.join();
        open.request(2L * WINDOW);
        long rows = 0;
        int taken = 0; // since more was asked for
        while (true) {
            Signal<T> signal = take(open);
            if (signal instanceof Item<T> item) {
                accept(item.row(), open);
                rows++;
                taken++;
                if (held.decrementAndGet() == 0 || taken == WINDOW) {
                    open.request(taken); // and the end is told, if that is what follows
                    taken = 0;
                }
            } else if (signal instanceof Failure<T> failure) {
                return Waiting.forValue(CompletableFuture.<Long>failedFuture(failure.why()), () -> {});
            } else {
                return rows;
            }
        }
    }

    private void accept(T row, Flow.Subscription open) {
        boolean accepted = false;
        try {
            consumer.accept(row);
            accepted = true;
        } finally {
            if (!accepted) {
                open.cancel();
            }
        }
    }

    private Signal<T> take(Flow.Subscription open) {
        try {
            return signals.take();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            open.cancel();
            throw new CancellationException("interrupted while waiting for rows; the stream was cancelled");
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription opened) {
        subscription.complete(opened);
    }

    @Override
    public void onNext(T row) {
        held.incrementAndGet();
        signals.add(new Item<>(row));
    }

    @Override
    public void onError(Throwable why) {
        signals.add(new Failure<>(why));
    }

    @Override
    public void onComplete() {
        signals.add(new End<>());
    }
}
