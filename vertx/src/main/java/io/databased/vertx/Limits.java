package io.databased.vertx;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Deadlines for what a server is asked. */
public final class Limits {
    private Limits() {}

    /**
     * The result if it comes in time, else a {@link TimeoutException} that says how long it was waited for.
     *
     * @param late takes a result that comes after that
     */
    public static <T> Future<T> within(Duration limit, Vertx vertx, Future<T> work, Consumer<? super T> late) {
        Promise<T> limited = Promise.promise();
        long millis = limit.toMillis();
        long timer = vertx.setTimer(
                millis, id -> limited.tryFail(new TimeoutException("no answer within " + millis + " ms")));
        work.onComplete(done -> {
            vertx.cancelTimer(timer);
            if (done.failed()) {
                limited.tryFail(done.cause());
            } else if (!limited.tryComplete(done.result())) {
                late.accept(done.result());
            }
        });
        return limited.future();
    }
}
