package io.databased.internal.session;

import io.databased.DatabasedException;
import io.databased.Query;
import io.databased.Queryable;
import io.databased.UpdateResult;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a database and a session have in common: turning queries into requests and replies into results. */
abstract class StatementRunner implements Queryable {
    private final BlockingGuard guard;

    StatementRunner(BlockingGuard guard) {
        this.guard = guard;
    }

    /** @throws io.databased.NotConnectedException if there is none now */
    abstract Engine engine();

    /**
     * Runs the request.
     *
     * @return what to do when nobody waits for it any more; may be called at any time, also twice
     * @throws DatabasedException if it is refused at once; the outcome is not told then
     */
    abstract Runnable submit(Request request);

    /** In this session, or in one of its own. */
    abstract <T> RowStream<T> newStream(Query<T> query);

    @Override
    public final <T extends @Nullable Object> CompletableFuture<List<T>> fetchAll(Query<T> query) {
        return startFetch(query, fetchAllOf(query), (engine, reply) -> engine.mapAll(reply, query));
    }

    @Override
    public final <T> CompletableFuture<Optional<T>> fetchOne(Query<T> query) {
        return startFetch(query, fetchOneOf(query), (engine, reply) -> engine.mapFirst(reply, query));
    }

    @Override
    public final CompletableFuture<UpdateResult> execute(Query<?> query) {
        return startUpdate(executionOf(query), StatementRunner::updateResult);
    }

    @Override
    public final CompletableFuture<Long> executeMany(String sql, List<?> values) {
        return values.isEmpty()
                ? CompletableFuture.completedFuture(0L)
                : startUpdate(batchOf(sql, values), Reply::affectedRows);
    }

    @Override
    public final <T> Flow.Publisher<T> stream(Query<T> query) {
        return newStream(query);
    }

    @Override
    public final <T> CompletableFuture<Long> forEach(Query<T> query, Consumer<? super T> consumer) {
        OperationFuture<Long> future = new OperationFuture<>(guard);
        try {
            RowConsumer<T> subscriber = new RowConsumer<>(consumer, future);
            newStream(query).subscribe(subscriber);
            future.whenAbandoned(subscriber::cancel);
        } catch (DatabasedException refused) {
            future.fail(refused);
        }
        return future;
    }

    static Function<Engine, Prepared> fetchAllOf(Query<?> query) {
        return engine -> engine.prepare(query, Command.Mode.FETCH, Long.MAX_VALUE);
    }

    static Function<Engine, Prepared> fetchOneOf(Query<?> query) {
        return engine -> engine.prepare(query, Command.Mode.FETCH, 1);
    }

    static Function<Engine, Prepared> executionOf(Query<?> query) {
        return engine -> engine.prepare(query, Command.Mode.EXECUTE, 0);
    }

    static Function<Engine, Prepared> batchOf(String sql, List<?> values) {
        return engine -> engine.prepareBatch(sql, values);
    }

    static UpdateResult updateResult(Reply reply) {
        return new UpdateResult(reply.affectedRows(), reply.key());
    }

    private <R extends @Nullable Object> CompletableFuture<R> startFetch(
            Query<?> query, Function<Engine, Prepared> preparation, BiFunction<Engine, Reply, R> mapping) {
        return start(preparation, (future, engine) -> new RowsOutcome<>(future, query, mapping, engine));
    }

    private <R extends @Nullable Object> CompletableFuture<R> startUpdate(
            Function<Engine, Prepared> preparation, Function<Reply, R> result) {
        return start(preparation, (future, engine) -> new UpdateOutcome<>(future, result, engine));
    }

    private <R extends @Nullable Object> CompletableFuture<R> start(
            Function<Engine, Prepared> preparation, BiFunction<OperationFuture<R>, Engine, Outcome> outcome) {
        OperationFuture<R> future = new OperationFuture<>(guard);
        try {
            Engine engine = engine();
            CallSite callSite = engine.callSite();
            Prepared prepared = preparation.apply(engine);
            future.whenAbandoned(submit(new Request(prepared, outcome.apply(future, engine), callSite)));
        } catch (DatabasedException refused) {
            future.fail(refused);
        }
        return future;
    }
}
