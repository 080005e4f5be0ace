package io.databased.internal.stream;

import io.databased.Query;
import io.databased.RowMapper;
import io.databased.internal.async.Log;
import io.databased.internal.context.Context;
import io.databased.internal.failure.Origin;
import io.databased.internal.row.RowShape;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands the rows of a stream to its subscriber, one at a time, on the executor, as many as were asked for; then the end.
 *
 * <p>{@code synchronized (this)} guards the fields; nothing is called under it. {@code emitting} makes one task at a time
 * the only one that talks to the subscriber.
 */
public final class RowEmitter<T> implements Flow.Subscription {
    /** Where the rows come from. */
    public interface Source {
        /** More rows may be wanted; see {@link RowEmitter#wantsRows()}. */
        void wanted();

        /** No more rows are wanted, ever. The end is still to be told. */
        void aborted();

        /** The subscriber hears of the end next, or wants to hear nothing more. Idempotent. */
        void over();
    }

    /** Rows read at a time; at most two windows are held. */
    public static final int WINDOW = 256;

    private final Context context;
    private final Query<T> query;
    private final Flow.Subscriber<? super T> subscriber;
    private final BooleanSupplier holdsRows;
    private final Source source;
    private final Origin origin;

    private final ArrayDeque<@Nullable Object[]> buffer = new ArrayDeque<>();
    private long demand;
    private boolean emitting;
    private boolean aborted;
    private boolean ended;
    private boolean silent;
    private @Nullable Throwable failure;
    private @Nullable RowShape shape;
    private @Nullable RowMapper<T> mapper;

    /** @param holdsRows as of {@link Rows#subscribe(Flow.Subscriber, BooleanSupplier)} */
    public RowEmitter(
            Context context,
            Query<T> query,
            Flow.Subscriber<? super T> subscriber,
            BooleanSupplier holdsRows,
            Source source,
            Origin origin) {
        this.context = context;
        this.query = query;
        this.subscriber = subscriber;
        this.holdsRows = holdsRows;
        this.source = source;
        this.origin = origin;
    }

    /** A subscriber that throws here wants nothing. */
    public void start() {
        try {
            subscriber.onSubscribe(this);
        } catch (Throwable thrown) {
            Log.LOGGER.log(Level.WARNING, "A subscriber failed in onSubscribe; its stream is cancelled", thrown);
            cancel();
        }
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            abort(new IllegalArgumentException("request(n) needs n > 0, was " + n + " (Reactive Streams, rule 3.9)"));
            return;
        }
        synchronized (this) {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        }
        source.wanted();
        schedule();
    }

    @Override
    public void cancel() {
        synchronized (this) {
            silent = true;
        }
        abort(null);
        source.over();
    }

    /** Drops what was not handed out, and ends with the failure. */
    public void abort(@Nullable Throwable why) {
        synchronized (this) {
            aborted = true;
            buffer.clear();
        }
        failWith(why);
        source.aborted();
        schedule();
    }

    public synchronized boolean wantsRows() {
        return !aborted && demand > 0 && buffer.size() < WINDOW;
    }

    public synchronized boolean wasAborted() {
        return aborted;
    }

    public synchronized @Nullable Throwable failure() {
        return failure;
    }

    public void columns(List<String> names) {
        RowShape opened = context.queries().shape(names);
        synchronized (this) {
            shape = opened;
        }
    }

    public void offer(List<@Nullable Object[]> rows) {
        synchronized (this) {
            if (!aborted) {
                buffer.addAll(rows);
            }
        }
        schedule();
    }

    /** Remembers why it will end; rows already read are still handed out. The first failure is kept. */
    public synchronized void failWith(@Nullable Throwable why) {
        if (failure == null) {
            failure = why;
        }
    }

    /** There are no more rows; the subscriber hears of it after the last one. */
    public void end(@Nullable Throwable why) {
        failWith(why);
        synchronized (this) {
            ended = true;
        }
        schedule();
    }

    private boolean ready() {
        return !silent && (buffer.isEmpty() ? ended && !holdsRows.getAsBoolean() : demand > 0);
    }

    private void schedule() {
        synchronized (this) {
            if (emitting || !ready()) {
                return;
            }
            emitting = true;
        }
        context.callbacks().run(this::emit);
    }

    private void emit() {
        while (true) {
            @Nullable Object[] values;
            synchronized (this) {
                if (!ready()) {
                    emitting = false;
                    break;
                }
                values = buffer.poll();
                if (values == null) {
                    silent = true; // whoever ended it, the subscriber hears of it once
                } else if (demand != Long.MAX_VALUE) {
                    demand--;
                }
            }
            if (values == null) {
                tellEnd();
                return;
            }
            try {
                subscriber.onNext(map(values));
            } catch (Throwable thrown) { // the mapper's or the subscriber's: the stream ends with it
                abort(origin.locate(thrown));
            }
        }
        source.wanted();
    }

    private void tellEnd() {
        source.over();
        Throwable why = failure();
        if (why == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(why);
        }
    }

    /** Only on the emitting task. */
    private T map(@Nullable Object[] values) {
        RowMapper<T> mapping = mapper;
        if (mapping == null) {
            mapping = context.queries().mapper(query);
            mapper = mapping;
        }
        return mapping.map(Objects.requireNonNull(shape).row(values));
    }
}
