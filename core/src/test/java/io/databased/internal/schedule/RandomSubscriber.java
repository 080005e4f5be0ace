package io.databased.internal.schedule;

import io.databased.Queryable;
import io.databased.Row;
import io.databased.Sql;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes the rows of a stream at its own pace, cancels, or throws. */
final class RandomSubscriber implements Flow.Subscriber<Row> {
    private final User user;
    private final World world;
    private final Issued issued;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private boolean over;
    private boolean inCallback;

    RandomSubscriber(User user, Issued issued) {
        this.user = user;
        this.world = user.world;
        this.issued = issued;
    }

    CompletableFuture<?> subscribe(Queryable on) {
        issued.bySubscriber = true;
        User.Called<@Nullable Void> called = user.promise("subscriber of " + issued, () -> {
            try {
                on.stream(Sql.sql(issued.kind.sql, java.util.List.of(issued.rows.get(0))))
                        .subscribe(this);
            } catch (Throwable thrown) {
                world.failure("subscribing", thrown);
                end(thrown);
            }
            return ended;
        });
        issued.promise = called.promise();
        ended.whenComplete((nothing, failure) -> cancelIfGivenUp());
        if (world.strikes(Fault.CANCEL_FUTURE)) {
            world.time.after(world.millis(100), this::cancel);
        }
        return ended;
    }

    private void cancelIfGivenUp() {
        if (!over) {
            cancel();
        }
    }

    private void cancel() {
        Flow.Subscription open = subscription;
        if (!over && open != null) {
            world.trace("user", "cancels the subscription of", issued);
            over = true;
            issued.streamEnded = true;
            world.guard("cancelling a subscription", open::cancel);
            ended.complete(null);
        }
    }

    private void end(@Nullable Throwable failure) {
        over = true;
        issued.streamEnded = true;
        if (failure == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(failure);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription opened) {
        world.trace("user", "subscribes to", issued);
        subscription = opened;
        user.watch(issued.session);
        if (world.strikes(Fault.CALLBACK_THROWS)) {
            World.Thrown thrown = new World.Thrown("onSubscribe");
            world.trace("user", "throws in", "onSubscribe");
            end(thrown);
            throw thrown;
        }
        request();
    }

    private void request() {
        long rows = world.chance(3) ? Long.MAX_VALUE : 1 + world.random.nextInt(3);
        if (world.strikes(Fault.SLOW_SUBSCRIBER)) {
            world.time.after(world.millis(200), () -> request(rows));
        } else {
            request(rows);
        }
    }

    private void request(long rows) {
        Flow.Subscription open = subscription;
        if (!over && open != null) {
            world.guard("asking for rows", () -> open.request(rows));
        }
    }

    @Override
    public void onNext(Row row) {
        world.trace("user", "gets a row of", issued);
        signal("onNext");
        inCallback = true;
        try {
            user.watch(issued.session);
            if (world.strikes(Fault.CALLBACK_THROWS)) {
                issued.streamEnded = true;
                throw new World.Thrown("onNext");
            }
            request();
        } finally {
            inCallback = false;
        }
    }

    @Override
    public void onError(Throwable failure) {
        signal("onError");
        world.failure("a stream", failure);
        end(failure);
        user.watch(issued.session);
        world.maybeThrow("onError");
    }

    @Override
    public void onComplete() {
        signal("onComplete");
        end(null);
        user.watch(issued.session);
        world.maybeThrow("onComplete");
    }

    private void signal(String what) {
        if (subscription == null) {
            world.violated("a stream signals " + what + " before onSubscribe", issued);
        }
        if (inCallback) {
            world.violated("a stream signals " + what + " inside another signal", issued);
        }
        if (over && ended.isDone() && !issued.streamEnded) {
            world.violated("a stream signals " + what + " after its end", issued);
        }
    }
}
