package io.databased.internal.session;

import io.databased.Query;
import io.databased.spi.Reply;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Completes a user's future with what becomes of the rows, on the executor if code of the user's has to say what. */
record RowsOutcome<R extends @Nullable Object>(
        OperationFuture<R> future, Query<?> query, BiFunction<Engine, Reply, R> mapping, Engine engine)
        implements Outcome {
    @Override
    public void reply(Reply reply) {
        if (engine.mapsInPlace(query, reply)) {
            map(reply, (result, failure) -> engine.settle(future, result, failure));
        } else {
            engine.complete(() -> map(reply, future::end));
        }
    }

    private void map(Reply reply, BiConsumer<@Nullable R, @Nullable Throwable> end) {
        R result;
        try {
            result = mapping.apply(engine, reply);
        } catch (Throwable failure) { // a mapper is user code: whatever it throws is the answer, an Error too
            end.accept(null, failure);
            return;
        }
        end.accept(result, null);
    }

    @Override
    public void failure(Throwable failure) {
        engine.settle(future, null, failure);
    }
}
