package io.databased.internal.session;

import io.databased.DatabasedException;
import io.databased.Query;
import io.databased.internal.context.Context;
import io.databased.internal.context.Observed;
import io.databased.internal.context.Prepared;
import io.databased.internal.failure.Origin;
import io.databased.internal.stream.Rows;
import io.databased.spi.Command;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** The rows of a query as a publisher for one subscriber. Nothing is sent until it comes. */
final class RowStream<T> implements Rows<T> {
    /** Where it runs. */
    record Place(SessionNode session, StreamStep.End end) {}

    private final Context context;
    private final String session;
    private final Query<T> query;
    private final Function<Prepared, Place> place;
    private final AtomicBoolean subscribed = new AtomicBoolean();

    RowStream(Context context, String session, Query<T> query, Function<Prepared, Place> place) {
        this.context = context;
        this.session = session;
        this.query = Objects.requireNonNull(query, "query");
        this.place = place;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber, BooleanSupplier holdsRows) {
        Objects.requireNonNull(subscriber, "subscriber");
        if (!subscribed.compareAndSet(false, true)) {
            refuse(
                    subscriber,
                    new IllegalStateException("a stream has one subscriber; call stream(…) again for another"));
            return;
        }
        StreamStep<T> step;
        Origin origin = new Origin("", session, context.callSite());
        try {
            Prepared prepared = context.queries().prepare(query, Command.Mode.FETCH, Long.MAX_VALUE, origin);
            origin = prepared.origin();
            Place in = place.apply(prepared);
            Observed observed =
                    context.observers().statement(prepared, in.session().info());
            step = new StreamStep<>(in, new StreamStep.Asked(prepared, observed), query, subscriber, holdsRows);
            enqueue(step, prepared);
        } catch (DatabasedException refused) {
            refuse(subscriber, origin.locate(refused));
            return;
        }
        step.start();
    }

    /** Takes its place in the session. @throws DatabasedException if the session refuses it */
    private static void enqueue(StreamStep<?> step, Prepared prepared) {
        SessionPipeline pipeline = step.pipeline;
        pipeline.monitor().enter();
        try {
            step.session.refusals().requireStatement(prepared);
            pipeline.stream(step);
            pipeline.add(step);
        } catch (DatabasedException refused) {
            pipeline.monitor().afterwards(() -> step.observed().failed(refused));
            throw refused;
        } finally {
            pipeline.monitor().exit();
        }
    }

    private void refuse(Flow.Subscriber<? super T> subscriber, Throwable why) {
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        });
        context.callbacks().run(() -> subscriber.onError(why));
    }
}
