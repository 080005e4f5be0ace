package io.databased.internal.stream;

import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;

/** Rows for one subscriber, who may be a thread that waits for them. */
public interface Rows<T> extends Flow.Publisher<T> {
    @Override
    default void subscribe(Flow.Subscriber<? super T> subscriber) {
        subscribe(subscriber, () -> false);
    }

    /**
     * For one that is given rows ahead of what it has dealt with.
     *
     * @param holdsRows whether it is not done with what it was given: until then the stream is open, and its end is not told
     */
    void subscribe(Flow.Subscriber<? super T> subscriber, BooleanSupplier holdsRows);
}
