package io.databased.internal.session;

import io.databased.spi.Reply;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Completes a user's future on the database's executor, where the user's mapper makes the result. */
record RowsOutcome<R extends @Nullable Object>(
        OperationFuture<R> future, BiFunction<Engine, Reply, R> mapping, Engine engine) implements Outcome {
    @Override
    public void reply(Reply reply) {
        engine.complete(() -> {
            R result;
            try {
                result = mapping.apply(engine, reply);
            } catch (Throwable failure) { // a mapper is user code: whatever it throws is the answer, an Error too
                future.fail(failure);
                return;
            }
            future.succeed(result);
        });
    }

    @Override
    public void failure(Throwable failure) {
        engine.settle(future, null, failure);
    }
}
