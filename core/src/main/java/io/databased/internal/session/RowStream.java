package io.databased.internal.session;

import io.databased.DatabasedException;
import io.databased.Query;
import io.databased.spi.Command;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** The rows of a query as a publisher for one subscriber. Nothing is sent until it comes. */
final class RowStream<T> implements Flow.Publisher<T> {
    /** What is to be done with the session of a stream that has ended: nothing, if it was there before. */
    interface End {
        CompletionStage<?> after(DefaultSession session, boolean completed);
    }

    private final Engine engine;
    private final Query<T> query;
    private final Function<Prepared, DefaultSession> session;
    private final End end;
    private final AtomicBoolean subscribed = new AtomicBoolean();

    RowStream(Engine engine, Query<T> query, Function<Prepared, DefaultSession> session, End end) {
        this.engine = engine;
        this.query = Objects.requireNonNull(query, "query");
        this.session = session;
        this.end = end;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        if (!subscribed.compareAndSet(false, true)) {
            refuse(
                    subscriber,
                    new IllegalStateException("a stream has one subscriber; call stream(…) again for another"));
            return;
        }
        StreamStep<T> step;
        try {
            Prepared prepared = engine.prepare(query, Command.Mode.FETCH, Long.MAX_VALUE);
            step = new StreamStep<>(session.apply(prepared), prepared, query, subscriber, end);
            step.enqueue();
        } catch (DatabasedException refused) {
            refuse(subscriber, refused);
            return;
        }
        step.start();
    }

    private void refuse(Flow.Subscriber<? super T> subscriber, Throwable why) {
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        });
        engine.complete(() -> subscriber.onError(why));
    }
}
