package io.databased.testkit;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/** A subscriber that asks for rows when a test says so, and keeps what it gets. */
final class RowProbe<T> implements Flow.Subscriber<T> {
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<List<T>> completion = new CompletableFuture<>();
    private final List<T> rows = new CopyOnWriteArrayList<>();

    void request(long count) {
        Futures.await(subscription).request(count);
    }

    void cancel() {
        Futures.await(subscription).cancel();
    }

    List<T> rows() {
        return rows;
    }

    /** Completes with the rows after {@code onComplete}, and fails after {@code onError}. */
    CompletableFuture<List<T>> completion() {
        return completion;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
    }

    @Override
    public void onNext(T row) {
        rows.add(row);
    }

    @Override
    public void onError(Throwable failure) {
        completion.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        completion.complete(rows);
    }
}
