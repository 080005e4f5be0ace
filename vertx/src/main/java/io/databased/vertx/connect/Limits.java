package io.databased.vertx.connect;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Deadlines for what a server is asked. */
public final class Limits {
    private Limits() {}

    /**
     * The result if it comes in time, else a {@link TimeoutException} that says how long it was waited for. What comes after that is nobody's.
     */
    public static <T> Future<T> within(Duration limit, Vertx vertx, Future<T> work) {
        Promise<T> limited = Promise.promise();
        long millis = limit.toMillis();
        long timer = vertx.setTimer(
                millis, id -> limited.tryFail(new TimeoutException("gave no answer within " + millis + " ms")));
        work.onComplete(done -> {
            vertx.cancelTimer(timer);
            if (done.failed()) {
                limited.tryFail(done.cause());
            } else {
                limited.tryComplete(done.result());
            }
        });
        return limited.future();
    }
}
