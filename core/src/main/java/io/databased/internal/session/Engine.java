package io.databased.internal.session;

import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.Dialect;
import io.databased.Query;
import io.databased.RowMapper;
import io.databased.Statement;
import io.databased.internal.pool.Scheduler;
import io.databased.internal.pool.TimerScheduler;
import io.databased.internal.row.RowShape;
import io.databased.internal.sql.BoundBatch;
import io.databased.internal.sql.BoundSql;
import io.databased.internal.sql.ParsedSql;
import io.databased.internal.sql.TypeSample;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import io.databased.spi.SessionBackend;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions and one-shots of one connected database share, from connect to disconnect: preparing queries, mapping
 * replies, time, and where users' code is called.
 */
final class Engine {
    private static final Duration INTERRUPT_GRACE = Duration.ofSeconds(2);

    /** Less than a millisecond's work. */
    private static final int MOST_ROWS_IN_PLACE = 4_096;

    private final Settings settings;
    private final Blueprint blueprint;
    private final TimerScheduler timer = new TimerScheduler("databased-timer");
    private final Events events;

    Engine(Settings settings, Blueprint blueprint) {
        this.settings = settings;
        this.blueprint = blueprint;
        this.events = new Events(settings.callbacks().listener(), this);
    }

    // ---- Queries and rows ----

    Prepared prepare(Query<?> query, Command.Mode mode, long maxRows) {
        Statement statement = query.render(dialect());
        ParsedSql parsed = blueprint.texts().get(statement.sql());
        BoundSql bound = statement.named() != null
                ? parsed.bind(statement.named())
                : statement.positional() != null ? parsed.bind(statement.positional()) : parsed.bindNone();
        @Nullable Object[] given = bound.values().toArray();
        @Nullable Object[] values = blueprint.conversions().toDatabase(given);
        return Prepared.of(parsed, mode, bound.sql(TypeSample.of(given, values)), values, maxRows);
    }

    Prepared prepareBatch(String sql, List<?> values) {
        ParsedSql parsed = blueprint.texts().get(sql);
        BoundBatch bound = parsed.bindBatch(values);
        List<@Nullable Object[]> batch = new ArrayList<>(bound.rows().size());
        List<@Nullable Object[]> samples = new ArrayList<>(bound.rows().size());
        for (List<@Nullable Object> row : bound.rows()) {
            @Nullable Object[] given = row.toArray();
            @Nullable Object[] stored = blueprint.conversions().toDatabase(given);
            batch.add(stored);
            samples.add(TypeSample.of(given, stored));
        }
        return Prepared.batch(parsed, bound.sql(samples), batch);
    }

    RowShape shape(List<String> columns) {
        return blueprint.shapes().of(columns);
    }

    /** Whether it is done sooner where the rows were read than where users' code runs, and keeps nobody else waiting. */
    boolean mapsInPlace(Query<?> query, Reply reply) {
        return reply.rows().size() <= MOST_ROWS_IN_PLACE
                && query.mapsInPlace()
                && blueprint.conversions().areStandard();
    }

    <T extends @Nullable Object> List<T> mapAll(Reply reply, Query<T> query) {
        RowShape shape = shape(reply.columns());
        RowMapper<T> mapper = query.mapper(dialect());
        List<T> mapped = new ArrayList<>(reply.rows().size());
        for (@Nullable Object[] values : reply.rows()) {
            mapped.add(mapper.map(shape.row(values)));
        }
        return mapped;
    }

    <T> Optional<T> mapFirst(Reply reply, Query<T> query) {
        return reply.rows().isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(query.mapper(dialect())
                        .map(shape(reply.columns()).row(reply.rows().get(0))));
    }

    // ---- Users' code ----

    /** Runs on the users' executor; ours steps in for one that refuses, because a future must complete. */
    void complete(Runnable task) {
        try {
            blueprint.executor().execute(task);
        } catch (RejectedExecutionException refused) {
            CompletionExecutors.shared().execute(task);
        }
    }

    /** As {@link #complete}, for what hardly anybody waits for: it does not wake a thread of its own. */
    void completeWithNext(Runnable task) {
        if (blueprint.executor() instanceof Relay relay) {
            relay.executeWithNext(task);
        } else {
            complete(task);
        }
    }

    void runHooks(List<Runnable> hooks) {
        for (Runnable hook : hooks) {
            callUser("a hook after the end of a session", hook);
        }
    }

    /** Runs the hooks on the executor, then the rest; without hooks there is no hop. */
    void afterHooks(List<Runnable> hooks, Runnable rest) {
        if (hooks.isEmpty()) {
            rest.run();
        } else {
            complete(() -> {
                runHooks(hooks);
                rest.run();
            });
        }
    }

    /** Calls what cannot change the result any more: what it throws is logged. */
    void callUser(String what, Runnable code) {
        try {
            code.run();
        } catch (Throwable thrown) {
            Log.LOGGER.log(Level.WARNING, what + " failed", thrown);
        }
    }

    /** Tells a user's future, on the executor, what became of ours. */
    <A, B extends @Nullable Object> void pass(
            CompletableFuture<A> from, OperationFuture<B> to, Function<A, B> mapping) {
        from.whenComplete((value, failure) -> {
            if (failure == null) {
                complete(() -> to.succeed(mapping.apply(value)));
            } else {
                complete(() -> to.fail(Failures.unwrap(failure)));
            }
        });
    }

    /** Tells who follows the future at once, and its user on the executor. */
    <T extends @Nullable Object> void settle(
            OperationFuture<T> future, @Nullable T value, @Nullable Throwable failure) {
        Throwable why = failure == null ? null : Failures.unwrap(failure);
        boolean followed = future.settle(value, why);
        Runnable telling = () -> future.end(value, why);
        if (followed && future.getNumberOfDependents() == 0) {
            completeWithNext(telling);
        } else {
            complete(telling);
        }
    }

    /** The end of a session for its user: hooks first, then the future. */
    CompletableFuture<Void> settled(CompletableFuture<List<Runnable>> end) {
        OperationFuture<Void> future = new OperationFuture<>(guard());
        pass(end, future, hooks -> {
            runHooks(hooks);
            return null;
        });
        return future;
    }

    BlockingGuard guard() {
        return blueprint.guard();
    }

    @Nullable
    CallSite callSite() {
        return notesCallSites() ? Opening.here() : null;
    }

    boolean notesCallSites() {
        return settings.callbacks().callerLines();
    }

    /** For the calling thread, if it waits until it is answered: that costs nothing. */
    @Nullable
    CallSite callSiteOfWaiting() {
        return notesCallSites() ? CallSite.ofWaiting(Thread.currentThread()) : null;
    }

    // ---- Events ----

    long exchangeStart() {
        return events.wanted() ? timer.nanoTime() : 0;
    }

    void exchanged(
            @Nullable String session, Command command, long start, @Nullable Reply reply, @Nullable Throwable failure) {
        if (events.wanted()) {
            events.exchanged(session, command, Duration.ofNanos(timer.nanoTime() - start), reply, failure);
        }
    }

    void sessionLost(Holder holder) {
        Log.LOGGER.log(
                Level.WARNING,
                "Session ''{0}'' was never ended and became unreachable; it is rolled back. It was opened at {1}",
                holder.name(),
                holder.line());
        events.tell(listener -> listener.sessionLost(holder.name(), holder.line()));
    }

    void sessionHeldLong(Object holder, Duration held) {
        Log.LOGGER.log(Level.WARNING, "{0} has held its connection for {1} s", holder, held.toSeconds());
        events.tell(listener -> listener.sessionHeldLong(holder.toString(), held));
    }

    // ---- Time ----

    Scheduler timer() {
        return timer;
    }

    Scheduler.Task after(Duration delay, Runnable action) {
        return timer.schedule(action, delay.toNanos());
    }

    void stopTimer() {
        timer.close();
    }

    Duration interruptGrace() {
        return INTERRUPT_GRACE;
    }

    Duration commitTimeout() {
        return settings.timeouts().commit();
    }

    Duration closeTimeout() {
        return settings.pool().closeTimeout();
    }

    Duration acquireTimeout() {
        return settings.pool().acquireTimeout();
    }

    @Nullable
    Duration statementTimeout() {
        return settings.timeouts().statement();
    }

    // ---- Database ----

    Dialect dialect() {
        return settings.backend().dialect();
    }

    TransactionSql transactionSql() {
        return blueprint.transactionSql();
    }

    Settings settings() {
        return settings;
    }

    String nextSessionName() {
        return blueprint.nextSessionName();
    }

    LostSession watch(Conversation conversation, ConnectionSource.Held held) {
        return LostSession.watch(conversation, held);
    }

    /** What became of a COMMIT without an answer, for its user. */
    CompletableFuture<Outcome> outcome(SessionBackend lost) {
        OperationFuture<Outcome> future = new OperationFuture<>(guard());
        pass(lost.commitOutcome().toCompletableFuture(), future, outcome -> outcome);
        return future;
    }

    /** Closes a connection that does not answer; what becomes of it does not matter any more. */
    void abandon(SessionBackend silent) {
        silent.close().whenComplete((closed, failure) -> {
            if (failure != null) {
                Log.LOGGER.log(Level.DEBUG, "closing a connection that had stopped answering failed", failure);
            }
        });
    }
}
