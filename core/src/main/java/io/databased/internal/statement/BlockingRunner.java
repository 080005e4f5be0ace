package io.databased.internal.statement;

import io.databased.BlockingQueryable;
import io.databased.DatabasedException;
import io.databased.MappingException;
import io.databased.Query;
import io.databased.Sql;
import io.databased.UpdateResult;
import io.databased.internal.context.Context;
import io.databased.internal.context.Observed;
import io.databased.internal.context.Prepared;
import io.databased.internal.context.Queries;
import io.databased.internal.failure.CallSite;
import io.databased.internal.sql.ScriptStatement;
import io.databased.internal.stream.BlockingRows;
import io.databased.spi.Reply;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs statements for callers that wait: the reply is handed over as it comes, and mapped on the caller's thread. */
public abstract class BlockingRunner implements BlockingQueryable {
    private final StatementRunner runner;

    protected BlockingRunner(StatementRunner runner) {
        this.runner = runner;
    }

    @Override
    public final <T extends @Nullable Object> List<T> fetchAll(Query<T> query) {
        return run(StatementRunner.fetchAllOf(query), (queries, reply) -> queries.mapAll(reply, query));
    }

    @Override
    public final <T> Optional<T> fetchOne(Query<? extends @Nullable T> query) {
        return run(StatementRunner.fetchOneOf(query), (queries, reply) -> queries.mapFirst(reply, query));
    }

    @Override
    public final <T extends @Nullable Object> T fetchExactlyOne(Query<T> query) {
        return run(StatementRunner.fetchTwoOf(query), (queries, reply) -> queries.mapOnly(reply, query));
    }

    @Override
    public final UpdateResult execute(Query<?> query) {
        return run(StatementRunner.executionOf(query), (queries, reply) -> StatementRunner.updateResult(reply));
    }

    @Override
    public final int executeScript(String script) {
        Objects.requireNonNull(script, "script");
        List<ScriptStatement> statements = runner.context().queries().statements(script);
        Observed observed = runner.observe(script, statements.size());
        ScriptRun.Asked asked = new ScriptRun.Asked(null, observed);
        long rows = 0;
        for (ScriptStatement statement : statements) {
            try {
                rows += run(
                        StatementRunner.executionOf(Sql.sql(statement.sql())),
                        asked,
                        (queries, reply) -> reply.affectedRows());
            } catch (RuntimeException failure) {
                RuntimeException why =
                        failure instanceof DatabasedException told ? ScriptRun.located(told, statement) : failure;
                observed.failed(why);
                throw why;
            }
        }
        observed.answered(rows);
        return statements.size();
    }

    @Override
    public final long executeMany(String sql, List<?> values) {
        return Objects.requireNonNull(values, "values").isEmpty()
                ? runner.none(sql, callSite(runner.context()))
                : run(StatementRunner.batchOf(sql, values), (queries, reply) -> reply.affectedRows());
    }

    @Override
    public final <T> long forEach(Query<? extends @Nullable T> query, Consumer<? super T> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        Context context = runner.context();
        context.callbacks().guard().requireMayBlock();
        try {
            return new BlockingRows<T>(consumer).consume(runner.newStream(StatementRunner.<T>exactly(query)));
        } catch (MappingException refused) { // of the consumer, perhaps
            String sql = query.render(context.dialect()).sql();
            throw runner.asker(callSite(context)).with(sql).locate(refused);
        }
    }

    private static @Nullable CallSite callSite(Context context) {
        return context.notesCallSites() ? CallSite.ofWaiting(Thread.currentThread(), BlockingRunner.class) : null;
    }

    private <R extends @Nullable Object> R run(
            StatementRunner.Preparation preparation, BiFunction<Queries, Reply, R> mapping) {
        return run(preparation, null, mapping);
    }

    /** @param script of which it is a part; null if it stands alone */
    private <R extends @Nullable Object> R run(
            StatementRunner.Preparation preparation,
            ScriptRun.@Nullable Asked script,
            BiFunction<Queries, Reply, R> mapping) {
        Context context = runner.context();
        context.callbacks().guard().requireMayBlock();
        BlockedCaller caller = new BlockedCaller();
        Prepared prepared = preparation.prepare(context.queries(), runner.asker(callSite(context)));
        prepared.command().awaitedBy(caller.lent());
        Observed observed = script == null ? runner.observe(prepared) : script.observed();
        Request request = new Request(prepared, caller, observed, script == null);
        try {
            return mapping.apply(context.queries(), caller.await(submit(request)));
        } catch (DatabasedException failure) {
            throw prepared.origin().locate(failure);
        }
    }

    private Runnable submit(Request request) {
        try {
            return runner.submit(request);
        } catch (DatabasedException refused) {
            request.givenUp(refused);
            throw refused;
        }
    }
}
