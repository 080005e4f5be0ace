package io.databased.internal.stream;

import io.databased.internal.async.OperationFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes every row of a stream, and completes the future with their number. */
public final class RowConsumer<T> implements Flow.Subscriber<T> {
    private final Consumer<? super T> consumer;
    private final OperationFuture<Long> future;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean cancelled;
    private long rows;

    public RowConsumer(Consumer<? super T> consumer, OperationFuture<Long> future) {
        this.consumer = consumer;
        this.future = future;
    }

    /** Before or after the subscription: {@code cancelled} and {@code subscription} are each written before the other is read. */
    public void cancel() {
        cancelled = true;
        Flow.Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription opened) {
        subscription = opened;
        if (cancelled) {
            opened.cancel();
        } else {
            opened.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(T row) {
        consumer.accept(row);
        rows++;
    }

    @Override
    public void onError(Throwable failure) {
        future.fail(failure);
    }

    @Override
    public void onComplete() {
        future.succeed(rows);
    }
}
