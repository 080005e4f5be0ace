package io.databased.mysql;

import io.databased.spi.BackendException;
import io.databased.vertx.NotSentException;
import io.databased.vertx.connect.Attempt;
import io.databased.vertx.connect.Logins;
import io.databased.vertx.connect.Server;
import io.databased.vertx.runtime.VertxRuntime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.mysqlclient.MySQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Tells one server to stop statements and to close connections, in turn, over one connection of its own, which is there as
 * long as there is something to tell. However many are to be stopped, the server has one login more.
 *
 * <p>A server that was started anew has the same numbers for other connections. So its start is compared with that of the
 * server which the connection was made to.
 */
final class Kills {
    /** Less than the patience with a signal, so that it is known whether one has left. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

    private final MySqlSettings settings;
    private final Server server;
    private final Supplier<Future<Logins.Login>> logins;
    private final Supplier<VertxRuntime> runtime;
    private final Queue<Kill> waiting = new ArrayDeque<>(); // guarded by this
    private boolean busy; // guarded by this

    /** @param runtime makes a hold on the event loops, since the database may be disconnected meanwhile */
    Kills(
            MySqlSettings settings,
            Server server,
            Supplier<Future<Logins.Login>> logins,
            Supplier<VertxRuntime> runtime) {
        this.settings = settings;
        this.server = server;
        this.logins = logins;
        this.runtime = runtime;
    }

    /**
     * One thing to tell.
     *
     * @param facts of the connection that it is for
     * @param wanted whether it is still of use, asked before it is sent
     */
    private record Kill(String sql, ServerFacts facts, BooleanSupplier wanted, long askedAt, Promise<Void> told) {
        boolean isLate() {
            return System.nanoTime() - askedAt > LONGEST_WAIT.toNanos();
        }
    }

    /**
     * Completes when the server has done as it was told, or knows no such connection. Fails with a {@link NotSentException}
     * if it was not told, and in another way if it does not answer.
     *
     * @param what {@code QUERY} or {@code CONNECTION}
     */
    Future<Void> kill(String what, ServerFacts facts, BooleanSupplier wanted) {
        String sql = "KILL " + what + " " + facts.connectionId();
        Kill kill = new Kill(sql, facts, wanted, System.nanoTime(), Promise.promise());
        boolean first;
        synchronized (this) {
            waiting.add(kill);
            first = !busy;
            busy = true;
        }
        if (first) {
            connect(runtime.get());
        }
        return kill.told.future();
    }

    private void connect(VertxRuntime own) {
        Login login;
        try {
            login = new Login(new Attempt(own.newContext()), settings, server);
        } catch (BackendException noEventLoops) {
            giveUp(own);
            return;
        }
        Future<MySQLConnection> opening = logins.get().compose(login::start);
        login.within(
                        LONGEST_WAIT,
                        opening.compose(driver -> startOf(driver).map(start -> new Told(login, driver, start))))
                .onComplete(opened -> {
                    if (opened.succeeded()) {
                        next(own, opened.result());
                    } else {
                        giveUp(own);
                    }
                });
    }

    private static Future<Long> startOf(MySQLConnection driver) {
        return driver.query(ServerFacts.startQuestion(driver.databaseMetadata()))
                .execute()
                .map(rows -> rows.size() == 0 ? 0L : rows.iterator().next().getLong(0))
                .otherwise(0L);
    }

    /** The connection that it is told over. */
    private record Told(Login login, MySQLConnection driver, long start) {}

    private void next(VertxRuntime own, Told over) {
        Kill kill;
        synchronized (this) {
            kill = waiting.poll();
            busy = kill != null;
        }
        if (kill == null) {
            over.driver.close().onComplete(closed -> {
                over.login.end();
                own.release();
            });
        } else if (kill.isLate() || !kill.wanted.getAsBoolean() || !kill.facts.isOfServerStartedAt(over.start)) {
            kill.told.fail(NotSentException.ofSignal());
            next(own, over);
        } else {
            over.login
                    .within(LONGEST_WAIT, over.driver.query(kill.sql).execute())
                    .onComplete(done -> {
                        if (done.succeeded() || done.cause() instanceof MySQLException) {
                            kill.told.complete();
                            next(own, over);
                        } else {
                            kill.told.fail(done.cause());
                            connect(own);
                        }
                    });
        }
    }

    /** The server cannot be told; who asks again has it tried again. */
    private void giveUp(VertxRuntime own) {
        own.release();
        List<Kill> untold;
        synchronized (this) {
            untold = new ArrayList<>(waiting);
            waiting.clear();
            busy = false;
        }
        untold.forEach(kill -> kill.told.fail(NotSentException.ofSignal()));
    }
}
