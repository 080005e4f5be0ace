package io.databased.junit;

import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A subscriber that knows whether its rows have ended. */
final class WatchedRows<T> implements Flow.Subscriber<T>, Flow.Subscription {
    private final Flow.Subscriber<? super T> subscriber;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean ended;

    WatchedRows(Flow.Subscriber<? super T> subscriber) {
        this.subscriber = subscriber;
    }

    boolean ended() {
        return ended;
    }

    @Override
    public void onSubscribe(Flow.Subscription rows) {
        subscription = rows;
        subscriber.onSubscribe(this);
    }

    @Override
    public void onNext(T row) {
        subscriber.onNext(row);
    }

    @Override
    public void onError(Throwable failure) {
        ended = true;
        subscriber.onError(failure);
    }

    @Override
    public void onComplete() {
        ended = true;
        subscriber.onComplete();
    }

    @Override
    public void request(long rows) {
        Flow.Subscription open = subscription;
        if (open != null) {
            open.request(rows);
        }
    }

    @Override
    public void cancel() {
        ended = true;
        Flow.Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
    }
}
