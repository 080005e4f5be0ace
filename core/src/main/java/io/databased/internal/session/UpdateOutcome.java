package io.databased.internal.session;

import io.databased.spi.Reply;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Completes a user's future with what no code of the user's has to make, so that others of ours may follow it at once. */
record UpdateOutcome<R extends @Nullable Object>(OperationFuture<R> future, Function<Reply, R> result, Engine engine)
        implements Outcome {
    @Override
    public void reply(Reply reply) {
        engine.settle(future, result.apply(reply), null);
    }

    @Override
    public void failure(Throwable failure) {
        engine.settle(future, null, failure);
    }
}
