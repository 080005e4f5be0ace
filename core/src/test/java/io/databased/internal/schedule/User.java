package io.databased.internal.schedule;

import io.databased.Database;
import io.databased.Dialect;
import io.databased.Query;
import io.databased.Queryable;
import io.databased.RenderedSql;
import io.databased.RowMapper;
import io.databased.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls the API: every future is kept, every failure looked at, and callbacks may throw. */
final class User {
    final World world;
    final ScriptedServer server;
    final Database database;
    final List<Promise> promises = new ArrayList<>();
    final List<SessionModel> sessions = new ArrayList<>();
    boolean disconnecting;

    User(World world, ScriptedServer server, Database database) {
        this.world = world;
        this.server = server;
        this.database = database;
    }

    // ---- Calls ----

    /** Calls what gives a future. What it throws is as good as a future that failed with it. */
    <T extends @Nullable Object> CompletableFuture<T> call(String what, Supplier<CompletableFuture<T>> api) {
        return promise(what, api).of();
    }

    /** A promise and the future of it. */
    record Called<T extends @Nullable Object>(@Nullable Promise promise, CompletableFuture<T> of) {}

    <T extends @Nullable Object> Called<T> promise(String what, Supplier<CompletableFuture<T>> api) {
        world.trace("user", "calls", what);
        CompletableFuture<T> future;
        try {
            future = api.get();
        } catch (Throwable thrown) {
            world.trace("user", "is refused", thrown);
            world.failure(what, thrown);
            return new Called<>(null, CompletableFuture.failedFuture(thrown));
        }
        Promise promise = new Promise(world, what, future);
        promises.add(promise);
        if (world.setup.watchesLocks) {
            future.whenComplete((value, failure) -> watch(null));
        }
        if (world.strikes(Fault.CANCEL_FUTURE)) {
            world.time.after(world.millis(150), promise::abandon);
        }
        return new Called<>(promise, future);
    }

    /** A callback of the user's runs: nobody else may be kept out by it. */
    void watch(@Nullable SessionModel session) {
        if (!world.setup.watchesLocks) {
            return;
        }
        if (session != null && session.session != null) {
            LockWatch.call(() -> session.session.afterRollback(() -> {}), this::underLock);
        }
        for (SessionModel other : sessions) {
            if (other.session != null && !other.status().ended()) {
                LockWatch.call(() -> other.session.afterRollback(() -> {}), this::underLock);
                break;
            }
        }
        if (disconnecting) {
            LockWatch.call(database::disconnect, this::underLock);
        } else if (database.isConnected()) {
            LockWatch.call(database::stats, this::underLock);
        }
    }

    private void underLock(String where) {
        world.violated("a callback runs under a lock of ours", where);
    }

    // ---- Statements ----

    /** A statement of the session, or a one-shot. */
    CompletableFuture<?> statement(@Nullable SessionModel session) {
        Issued.Kind kind = kind();
        int rows = kind == Issued.Kind.BATCH ? 1 + world.random.nextInt(3) : 1;
        Issued issued = server.issue(kind, session, rows);
        Queryable on = session == null || session.session == null ? database : session.session;
        if (kind == Issued.Kind.STREAM && world.random.nextBoolean()) {
            return new RandomSubscriber(this, issued).subscribe(on);
        }
        Called<?> called = promise(issued.toString(), () -> send(issued, on));
        issued.promise = called.promise();
        due(issued);
        return called.of();
    }

    private Issued.Kind kind() {
        int dice = world.random.nextInt(20);
        return dice < 9
                ? Issued.Kind.INSERT
                : dice < 12
                        ? Issued.Kind.BATCH
                        : dice < 16 ? Issued.Kind.FETCH : dice < 19 ? Issued.Kind.STREAM : Issued.Kind.SET;
    }

    private CompletableFuture<?> send(Issued issued, Queryable on) {
        List<Long> first = List.of(issued.rows.get(0));
        return switch (issued.kind) {
            case INSERT, SET -> on.execute(Sql.sql(issued.kind.sql, first));
            case BATCH ->
                on.executeMany(
                        issued.kind.sql, issued.rows.stream().map(List::of).toList());
            case FETCH ->
                world.random.nextBoolean()
                        ? on.fetchAll(numbers(issued))
                        : on.fetchOne(Sql.sql(issued.kind.sql, first));
            case STREAM ->
                on.forEach(numbers(issued), row -> {
                    watch(issued.session);
                    thrownBy(issued, "a consumer");
                });
        };
    }

    /** What throws while it takes rows does not want more of them. */
    private void thrownBy(Issued issued, String what) {
        try {
            world.maybeThrow(what);
        } catch (Throwable thrown) {
            issued.streamEnded = true;
            throw thrown;
        }
    }

    /** A one-shot with a statement timeout is told within all that it may wait for. */
    private void due(Issued issued) {
        Promise promise = issued.promise;
        if (promise == null || issued.session != null || issued.kind == Issued.Kind.STREAM) {
            return;
        }
        Duration limit = issued.limit(world);
        if (limit != null) {
            long run = World.nanos(Setup.ACQUIRE, limit, world.setup.interrupt, world.setup.close, world.setup.close);
            promise.due = promise.promisedAt + (world.setup.forced ? run + World.nanos(Setup.COMMIT) : 2 * run);
        }
    }

    private Query<Long> numbers(Issued issued) {
        if (!world.chance(6)) {
            return new Numbers(issued);
        }
        Duration own = Duration.ofMillis(1 + world.random.nextInt(60));
        issued.timeout = own;
        return new Numbers(issued).within(own);
    }

    /** A query of the user's own, whose mapper may throw. */
    private final class Numbers implements Query<Long> {
        private final Issued issued;

        Numbers(Issued issued) {
            this.issued = issued;
        }

        @Override
        public RenderedSql render(Dialect dialect) {
            return RenderedSql.of(issued.kind.sql, List.of(issued.rows.get(0)));
        }

        @Override
        public RowMapper<Long> mapper(Dialect dialect) {
            return row -> {
                thrownBy(issued, "a mapper");
                return row.get(1, Long.class);
            };
        }
    }
}
