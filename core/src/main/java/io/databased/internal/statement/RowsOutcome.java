package io.databased.internal.statement;

import io.databased.internal.async.OperationFuture;
import io.databased.internal.context.Context;
import io.databased.internal.context.Queries;
import io.databased.internal.failure.Origin;
import io.databased.spi.Reply;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Completes a user's future with what becomes of the rows, on the executor if code of the user's has to say what.
 *
 * @param brief whether mapping a row is brief and never waits
 */
public record RowsOutcome<R extends @Nullable Object>(
        OperationFuture<R> future, boolean brief, BiFunction<Queries, Reply, R> mapping, Context context, Origin origin)
        implements Outcome {
    @Override
    public void reply(Reply reply) {
        if (brief && context.queries().mapInPlace(reply)) {
            map(reply, (result, failure) -> context.callbacks().settle(future, result, failure));
        } else {
            context.callbacks().run(() -> map(reply, future::end));
        }
    }

    private void map(Reply reply, BiConsumer<@Nullable R, @Nullable Throwable> end) {
        R result;
        try {
            result = mapping.apply(context.queries(), reply);
        } catch (Throwable failure) { // a mapper is user code: whatever it throws is the answer, an Error too
            end.accept(null, origin.locate(failure));
            return;
        }
        end.accept(result, null);
    }

    @Override
    public void failure(Throwable failure) {
        context.callbacks().settle(future, null, origin.locate(failure));
    }
}
