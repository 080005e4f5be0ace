package io.databased.jdbc.race;

import static io.databased.jdbc.race.Race.require;

import io.databased.Row;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Asks for nothing by itself; signals must come one at a time, and none behind the end. */
final class CountingSubscriber implements Flow.Subscriber<Row> {
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicInteger count = new AtomicInteger();
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private volatile Flow.@Nullable Subscription subscription;

    Flow.Subscription subscription() {
        return Objects.requireNonNull(subscription);
    }

    int count() {
        return count.get();
    }

    CompletableFuture<@Nullable Void> end() {
        return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // where another thread is to go on
    public void onNext(Row row) {
        require(busy.compareAndSet(false, true), "one row at a time");
        require(!end.isDone(), "no row behind the end");
        Thread.yield();
        count.incrementAndGet();
        busy.set(false);
    }

    @Override
    public void onError(Throwable failure) {
        require(end.completeExceptionally(failure), "one end");
    }

    @Override
    public void onComplete() {
        require(end.complete(null), "one end");
    }
}
