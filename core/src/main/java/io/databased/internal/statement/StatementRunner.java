package io.databased.internal.statement;

import io.databased.DatabaseObserver.SessionInfo;
import io.databased.DatabasedException;
import io.databased.Query;
import io.databased.Queryable;
import io.databased.UpdateResult;
import io.databased.internal.async.BlockingGuard;
import io.databased.internal.async.OperationFuture;
import io.databased.internal.context.Context;
import io.databased.internal.context.Observed;
import io.databased.internal.context.Prepared;
import io.databased.internal.context.Queries;
import io.databased.internal.failure.CallSite;
import io.databased.internal.failure.Origin;
import io.databased.internal.sql.ScriptStatement;
import io.databased.internal.stream.RowConsumer;
import io.databased.internal.stream.Rows;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a database and a session have in common: turning queries into requests and replies into results. */
public abstract class StatementRunner implements Queryable {
    private final BlockingGuard guard;

    protected StatementRunner(BlockingGuard guard) {
        this.guard = guard;
    }

    /** Makes a statement of a query; a refusal tells where it comes from. */
    interface Preparation {
        Prepared prepare(Queries queries, Origin asker);
    }

    /** Makes the one who waits for it. */
    private interface Telling<R extends @Nullable Object> {
        Outcome outcome(OperationFuture<R> future, Context context, Origin origin);
    }

    /** @throws io.databased.NotConnectedException if there is none now */
    protected abstract Context context();

    /**
     * Runs the request.
     *
     * @return what to do when nobody waits for it any more; may be called at any time, also twice
     * @throws DatabasedException if it is refused at once; the outcome is not told then
     */
    protected abstract Runnable submit(Request request);

    /** @throws DatabasedException if it would not be run now */
    protected abstract void admit(Prepared prepared);

    /** Where the statements of that line come from. */
    protected abstract Origin asker(@Nullable CallSite callSite);

    /** The session, for those who observe its statements; null if it is none, or nobody observed its opening. */
    protected abstract @Nullable SessionInfo within();

    /** In this session, or in one of its own. */
    protected abstract <T> Rows<T> newStream(Query<T> query);

    @Override
    public final <T extends @Nullable Object> CompletableFuture<List<T>> fetchAll(Query<T> query) {
        return startFetch(query, fetchAllOf(query), (queries, reply) -> queries.mapAll(reply, query));
    }

    @Override
    public final <T> CompletableFuture<Optional<T>> fetchOne(Query<? extends @Nullable T> query) {
        return startFetch(query, fetchOneOf(query), (queries, reply) -> queries.mapFirst(reply, query));
    }

    @Override
    public final <T extends @Nullable Object> CompletableFuture<T> fetchExactlyOne(Query<T> query) {
        return startFetch(query, fetchTwoOf(query), (queries, reply) -> queries.mapOnly(reply, query));
    }

    @Override
    public final CompletableFuture<UpdateResult> execute(Query<?> query) {
        return startUpdate(executionOf(query), StatementRunner::updateResult);
    }

    @Override
    public final CompletableFuture<Integer> executeScript(String script) {
        Objects.requireNonNull(script, "script");
        OperationFuture<Integer> future = new OperationFuture<>(guard);
        try {
            Context context = context();
            List<ScriptStatement> statements = context.queries().statements(script);
            Observed observed = observe(script, statements.size());
            new ScriptRun(this, statements, new ScriptRun.Asked(context.callSite(), observed), future).start();
        } catch (DatabasedException refused) {
            future.fail(refused);
        }
        return future;
    }

    /** As {@link #execute(Query)}, as a part of a script that was asked for some moments ago. */
    final CompletableFuture<UpdateResult> execute(Query<?> query, ScriptRun.Asked script) {
        return start(
                executionOf(query),
                (future, context, origin) ->
                        new UpdateOutcome<>(future, StatementRunner::updateResult, context.callbacks(), origin),
                script);
    }

    /** A statement, for those who observe it; asked on the caller's thread. */
    final Observed observe(Prepared prepared) {
        return context().observers().statement(prepared, within());
    }

    /** As the other, of a script. */
    final Observed observe(String script, int statements) {
        return context().observers().script(script, statements, within());
    }

    @Override
    public final CompletableFuture<Long> executeMany(String sql, List<?> values) {
        Objects.requireNonNull(values, "values");
        if (!values.isEmpty()) {
            return startUpdate(batchOf(sql, values), Reply::affectedRows);
        }
        try {
            return CompletableFuture.completedFuture(none(sql, context().callSite()));
        } catch (DatabasedException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** What a batch without values does; it is refused where one with values would be. */
    final long none(String sql, @Nullable CallSite caller) {
        Prepared prepared = context().queries().prepareBatch(sql, List.of(), asker(caller));
        try {
            admit(prepared);
        } catch (DatabasedException refused) {
            throw prepared.origin().locate(refused);
        }
        return 0;
    }

    @Override
    public final <T> Flow.Publisher<T> stream(Query<? extends @Nullable T> query) {
        return newStream(exactly(query));
    }

    @Override
    public final <T> CompletableFuture<Long> forEach(Query<? extends @Nullable T> query, Consumer<? super T> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        OperationFuture<Long> future = new OperationFuture<>(guard);
        try {
            RowConsumer<T> subscriber = new RowConsumer<>(consumer, future);
            newStream(StatementRunner.<T>exactly(query)).subscribe(subscriber);
            future.whenAbandoned(subscriber::cancel);
        } catch (DatabasedException refused) {
            future.fail(refused);
        }
        return future;
    }

    static Preparation fetchAllOf(Query<?> query) {
        return (queries, asker) -> queries.prepare(query, Command.Mode.FETCH, Long.MAX_VALUE, asker);
    }

    static Preparation fetchOneOf(Query<?> query) {
        return (queries, asker) -> queries.prepare(query, Command.Mode.FETCH, 1, asker);
    }

    /** One more than is wanted, to see that there is none. */
    static Preparation fetchTwoOf(Query<?> query) {
        return (queries, asker) -> queries.prepare(query, Command.Mode.FETCH, 2, asker);
    }

    /** A query only gives its values, so one of a narrower type can stand for it. */
    @SuppressWarnings("unchecked")
    static <T> Query<T> exactly(Query<? extends @Nullable T> query) {
        return (Query<T>) query;
    }

    static Preparation executionOf(Query<?> query) {
        return (queries, asker) -> queries.prepare(query, Command.Mode.EXECUTE, 0, asker);
    }

    static Preparation batchOf(String sql, List<?> values) {
        return (queries, asker) -> queries.prepareBatch(sql, values, asker);
    }

    static UpdateResult updateResult(Reply reply) {
        return new UpdateResult(reply.affectedRows(), reply.key());
    }

    private <R extends @Nullable Object> CompletableFuture<R> startFetch(
            Query<?> query, Preparation preparation, BiFunction<Queries, Reply, R> mapping) {
        boolean brief = query.mapsInPlace();
        return start(
                preparation, (future, context, origin) -> new RowsOutcome<>(future, brief, mapping, context, origin));
    }

    private <R extends @Nullable Object> CompletableFuture<R> startUpdate(
            Preparation preparation, Function<Reply, R> result) {
        return start(
                preparation,
                (future, context, origin) -> new UpdateOutcome<>(future, result, context.callbacks(), origin));
    }

    private <R extends @Nullable Object> CompletableFuture<R> start(Preparation preparation, Telling<R> telling) {
        return start(preparation, telling, null);
    }

    private <R extends @Nullable Object> CompletableFuture<R> start(
            Preparation preparation, Telling<R> telling, ScriptRun.@Nullable Asked script) {
        OperationFuture<R> future = new OperationFuture<>(guard);
        try {
            Context context = context();
            CallSite caller = script == null ? context.callSite() : script.caller();
            Prepared prepared = preparation.prepare(context.queries(), asker(caller));
            Outcome outcome = telling.outcome(future, context, prepared.origin());
            Observed observed = script == null ? observe(prepared) : script.observed();
            Request request = new Request(prepared, outcome, observed, script == null);
            try {
                future.whenAbandoned(submit(request));
            } catch (DatabasedException refused) {
                request.failure(refused);
            }
        } catch (DatabasedException refused) {
            future.fail(refused);
        }
        return future;
    }
}
