package io.databased.internal.session;

import io.databased.BlockingQueryable;
import io.databased.Query;
import io.databased.UpdateResult;
import io.databased.spi.Reply;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs statements for callers that wait: the reply is handed over as it comes, and mapped on the caller's thread. */
abstract class BlockingRunner implements BlockingQueryable {
    private final StatementRunner runner;

    BlockingRunner(StatementRunner runner) {
        this.runner = runner;
    }

    @Override
    public final <T extends @Nullable Object> List<T> fetchAll(Query<T> query) {
        Engine engine = runner.engine();
        return engine.mapAll(reply(engine, StatementRunner.fetchAllOf(query)), query);
    }

    @Override
    public final <T> Optional<T> fetchOne(Query<T> query) {
        Engine engine = runner.engine();
        return engine.mapFirst(reply(engine, StatementRunner.fetchOneOf(query)), query);
    }

    @Override
    public final UpdateResult execute(Query<?> query) {
        return StatementRunner.updateResult(reply(runner.engine(), StatementRunner.executionOf(query)));
    }

    @Override
    public final long executeMany(String sql, List<?> values) {
        return values.isEmpty()
                ? 0
                : reply(runner.engine(), StatementRunner.batchOf(sql, values)).affectedRows();
    }

    @Override
    public final <T> long forEach(Query<T> query, Consumer<? super T> consumer) {
        runner.engine().guard().requireMayBlock();
        return new BlockingRows<T>(consumer).consume(runner.newStream(query));
    }

    private Reply reply(Engine engine, Function<Engine, Prepared> preparation) {
        engine.guard().requireMayBlock();
        CallSite callSite = engine.callSiteOfWaiting();
        BlockedCaller caller = new BlockedCaller();
        Prepared prepared = preparation.apply(engine);
        prepared.command().awaitedBy(caller.lent());
        Runnable abandon = runner.submit(new Request(prepared, caller, callSite));
        return caller.await(abandon);
    }
}
