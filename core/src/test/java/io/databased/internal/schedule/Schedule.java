package io.databased.internal.schedule;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.SessionStatus;
import io.databased.VirtualDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One random schedule of a whole database: a program, its end, and what must hold then. */
final class Schedule {
    private static final DatabaseUrl URL = DatabaseUrl.parse("scripted:///schedule");

    /** Within this, whatever can end by itself has ended. */
    private static final long PATIENCE = World.nanos(Duration.ofSeconds(30));

    private final World world;
    private final ScriptedServer server = new ScriptedServer();
    private final Watcher watcher;
    private final User user;
    private final Sessions sessions;
    private final Database database;
    private @Nullable Promise connecting;
    private @Nullable Promise disconnecting;

    Schedule(long seed, boolean traced) {
        world = new World(seed, traced);
        watcher = new Watcher(world, this::watch);
        database = database();
        user = new User(world, server, database);
        sessions = new Sessions(user);
    }

    private Database database() {
        DatabaseBuilder builder = DatabaseBuilder.of(URL, new ScriptedBackend(world, server))
                .pool(world.setup.pool())
                .commitTimeout(Setup.COMMIT)
                .completionExecutor(executor());
        if (world.setup.forced) {
            builder.forceRollback();
        }
        if (world.setup.statementTimeout != null) {
            builder.statementTimeout(world.setup.statementTimeout);
        }
        if (!world.setup.callerLines) {
            builder.withoutCallerLines();
        }
        if (world.setup.observed) {
            builder.observer(watcher);
        }
        return VirtualDatabase.build(builder, world.time::forDatabase, world.random::nextDouble);
    }

    private void watch() {
        if (user != null) {
            user.watch(null);
        }
    }

    /** A pool of threads: what it is given runs soon, in any order. */
    private Executor executor() {
        if (world.setup.direct) {
            return Runnable::run;
        }
        return task -> world.time.after(world.random.nextInt(3) * VirtualTime.MILLISECOND / 2, () -> {
            try {
                task.run();
            } catch (Throwable thrown) {
                world.uncaught("a task of the executor", thrown);
            }
        });
    }

    /** What happens on this thread meanwhile and is left with nobody is found wrong, too. */
    World run() {
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((here, thrown) -> world.uncaught("the pool", thrown));
        try {
            play();
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }
        return world;
    }

    private void play() {
        connect();
        int horizon = 50 + world.random.nextInt(400);
        int acts = 1 + world.random.nextInt(14);
        for (int i = 0; i < acts; i++) {
            world.time.after(world.millis(horizon), this::act);
        }
        world.time.runUntil(World.nanos(Duration.ofMillis(horizon)));
        world.trace("schedule", "comes to its end", null);
        if (world.random.nextBoolean()) {
            tidyUp();
        }
        end();
        new Checker(user, disconnecting).check();
        watcher.check();
    }

    // ---- The program ----

    private void act() {
        if (!database.isConnected() && isOver(disconnecting) && isOver(connecting)) {
            connect();
        }
        int dice = world.random.nextInt(20);
        if (dice < 8) {
            sessions.scope(null, 0);
        } else if (dice < 11) {
            sessions.byHand(null, 0);
        } else if (dice < 16) {
            for (int i = world.random.nextInt(4); i >= 0; i--) {
                user.statement(null);
            }
        }
        disturb();
    }

    private void disturb() {
        if (world.strikes(Fault.CANCEL_SESSION)) {
            SessionModel session = anySession();
            if (session != null) {
                sessions.cancel(session, world.chance(2));
            }
        }
        if (world.strikes(Fault.CANCEL_FUTURE) && !user.promises.isEmpty()) {
            user.promises.get(world.random.nextInt(user.promises.size())).abandon();
        }
        if (world.strikes(Fault.KILLED) && !server.connections.isEmpty()) {
            server.connections
                    .get(world.random.nextInt(server.connections.size()))
                    .lose("is killed", true);
        }
        if (world.strikes(Fault.DISCONNECT)) {
            disconnect();
        }
    }

    private @Nullable SessionModel anySession() {
        List<SessionModel> open = new ArrayList<>();
        for (SessionModel session : user.sessions) {
            if (!session.isLetGo() && !session.status().ended()) {
                open.add(session);
            }
        }
        return open.isEmpty() ? null : open.get(world.random.nextInt(open.size()));
    }

    private static boolean isOver(@Nullable Promise promise) {
        return promise == null || promise.isDone();
    }

    private void connect() {
        connecting = user.promise("connect()", database::connect).promise();
        if (connecting != null) {
            connecting.due = connecting.promisedAt
                    + World.nanos(Setup.ACQUIRE, Setup.LOGIN, world.setup.close, world.setup.close, world.setup.close);
        }
    }

    private void disconnect() {
        if (isOver(disconnecting) && database.isConnected()) {
            world.graceOver = world.time.now() + World.nanos(world.setup.grace);
        }
        user.disconnecting = true;
        boolean forced = world.setup.forced;
        Promise promise = user.promise("disconnect()", () -> {
                    CompletableFuture<@Nullable Void> down = database.disconnect();
                    down.whenComplete((done, failure) -> user.disconnecting = false);
                    return down;
                })
                .promise();
        if (promise != null) {
            disconnecting = promise;
            promise.due = promise.promisedAt
                    + World.nanos(world.setup.grace, world.setup.close, world.setup.close, world.setup.close)
                    + (forced ? World.nanos(world.setup.close, world.setup.close, world.setup.close) : 0);
        }
    }

    // ---- Its end ----

    /** Everything is given up by its user; then nothing is left, and all connections are to be had. */
    private void tidyUp() {
        for (int round = 0; round < 3; round++) { // what is given up may begin something else
            giveUpAll();
            world.time.runUntil(world.time.now() + World.nanos(Duration.ofMillis(100)));
        }
        world.trace("schedule", "waits until nothing is left", null);
        world.time.runUntil(world.time.now() + PATIENCE);
        if (!database.isConnected() || !isOver(disconnecting)) {
            return;
        }
        for (SessionModel session : user.sessions) {
            if (!session.status().ended() && session.status() != SessionStatus.NEW) {
                world.violated("a session that was given up does not end: " + session.status(), session);
            }
        }
        leaseNothing();
        if (!world.setup.forced) {
            probe();
        }
    }

    private void giveUpAll() {
        for (SessionModel session : List.copyOf(user.sessions)) {
            if (session.byHand && !session.isLetGo() && !session.status().ended()) {
                sessions.cancel(session, true);
            }
        }
        for (Promise promise : List.copyOf(user.promises)) {
            if (promise.due < 0) {
                promise.abandon();
            }
        }
    }

    private void leaseNothing() {
        var stats = database.stats();
        int leased = stats.connections().leased() - (world.setup.forced ? 1 : 0);
        if (leased > 0) {
            world.violated("a lease is left when nobody wants one", stats.connections());
        }
        if (stats.waiting() > 0) {
            world.violated("somebody waits when nobody wants anything", stats.waiting());
        }
        if (stats.connections().sharesInFlight() > 0) {
            world.violated("a share is left when nobody wants one", stats.connections());
        }
    }

    /** As many sessions at once as there may be connections. */
    private void probe() {
        world.trace("schedule", "probes the pool", null);
        world.calm();
        List<CompletableFuture<Object>> all = new ArrayList<>();
        CompletableFuture<Object> together = new CompletableFuture<>();
        for (int i = 0; i < world.setup.maxSize; i++) {
            SessionModel model = new SessionModel("probe" + i, null, false, false);
            all.add(database.session(session -> session.fetchAll(
                            Issued.Kind.FETCH.sql, server.issue(Issued.Kind.FETCH, model, 1).rows)
                    .thenCompose(rows -> together)));
        }
        world.time.runUntil(world.time.now() + World.nanos(Duration.ofMillis(250)));
        together.complete("all");
        world.time.runUntil(world.time.now() + World.nanos(Duration.ofMillis(200)));
        for (CompletableFuture<Object> one : all) {
            if (!one.isDone() || one.isCompletedExceptionally()) {
                world.violated(
                        "a permit is lost",
                        one.isDone() ? one.handle((v, f) -> f).join() : "no answer");
            }
        }
        world.noise();
    }

    private void end() {
        disconnect(); // whose connect() was given up may be connecting still
        world.trace("schedule", "waits for the disconnect", null);
        world.time.runUntilQuiet(world.time.now() + 3 * PATIENCE);
        if (database.isConnected()) {
            world.violated("a database is connected after disconnect()", null);
        }
        if (!world.time.isQuiet()) {
            world.violated("something goes on for ever", null);
        }
        for (ScriptedConnection connection : server.connections) {
            if (connection.closings() == 0) {
                world.violated("a connection is never closed", connection);
            }
        }
    }
}
