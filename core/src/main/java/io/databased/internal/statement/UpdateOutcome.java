package io.databased.internal.statement;

import io.databased.internal.async.OperationFuture;
import io.databased.internal.context.Callbacks;
import io.databased.internal.failure.Origin;
import io.databased.spi.Reply;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Completes a user's future with what no code of the user's has to make, so that others of ours may follow it at once. */
public record UpdateOutcome<R extends @Nullable Object>(
        OperationFuture<R> future, Function<Reply, R> result, Callbacks callbacks, Origin origin) implements Outcome {
    @Override
    public void reply(Reply reply) {
        callbacks.settle(future, result.apply(reply), null);
    }

    @Override
    public void failure(Throwable failure) {
        callbacks.settle(future, null, origin.locate(failure));
    }
}
