package io.databased.internal.statement;

import io.databased.BlockingQueryable;
import io.databased.DatabasedException;
import io.databased.Query;
import io.databased.Sql;
import io.databased.UpdateResult;
import io.databased.internal.context.Context;
import io.databased.internal.context.Prepared;
import io.databased.internal.context.Queries;
import io.databased.internal.failure.CallSite;
import io.databased.internal.sql.ScriptStatement;
import io.databased.internal.stream.BlockingRows;
import io.databased.spi.Reply;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs statements for callers that wait: the reply is handed over as it comes, and mapped on the caller's thread. */
public abstract class BlockingRunner implements BlockingQueryable {
    private final StatementRunner runner;

    protected BlockingRunner(StatementRunner runner) {
        this.runner = runner;
    }

    @Override
    public final <T extends @Nullable Object> List<T> fetchAll(Query<T> query) {
        Context context = runner.context();
        return context.queries().mapAll(reply(context, StatementRunner.fetchAllOf(query)), query);
    }

    @Override
    public final <T> Optional<T> fetchOne(Query<? extends @Nullable T> query) {
        Context context = runner.context();
        return context.queries().mapFirst(reply(context, StatementRunner.fetchOneOf(query)), query);
    }

    @Override
    public final <T extends @Nullable Object> T fetchExactlyOne(Query<T> query) {
        Context context = runner.context();
        return context.queries().mapOnly(reply(context, StatementRunner.fetchTwoOf(query)), query);
    }

    @Override
    public final UpdateResult execute(Query<?> query) {
        return StatementRunner.updateResult(reply(runner.context(), StatementRunner.executionOf(query)));
    }

    @Override
    public final int executeScript(String script) {
        List<ScriptStatement> statements = runner.context().queries().statements(script);
        for (ScriptStatement statement : statements) {
            try {
                execute(Sql.sql(statement.sql()));
            } catch (DatabasedException failure) {
                throw ScriptRun.located(failure, statement);
            }
        }
        return statements.size();
    }

    @Override
    public final long executeMany(String sql, List<?> values) {
        return values.isEmpty()
                ? 0
                : reply(runner.context(), StatementRunner.batchOf(sql, values)).affectedRows();
    }

    @Override
    public final <T> long forEach(Query<? extends @Nullable T> query, Consumer<? super T> consumer) {
        runner.context().callbacks().guard().requireMayBlock();
        return new BlockingRows<T>(consumer).consume(runner.newStream(StatementRunner.<T>exactly(query)));
    }

    private Reply reply(Context context, Function<Queries, Prepared> preparation) {
        context.callbacks().guard().requireMayBlock();
        CallSite callSite =
                context.notesCallSites() ? CallSite.ofWaiting(Thread.currentThread(), BlockingRunner.class) : null;
        BlockedCaller caller = new BlockedCaller();
        Prepared prepared = preparation.apply(context.queries());
        prepared.command().awaitedBy(caller.lent());
        Runnable abandon = runner.submit(new Request(prepared, caller, callSite));
        return caller.await(abandon);
    }
}
