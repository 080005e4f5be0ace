package io.databased.reliability;

import static io.databased.Sql.sql;

import io.databased.Database;
import io.databased.Queryable;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.testkit.Futures;
import io.databased.testkit.History.Claim;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** One caller that begins work and gives it up at a random moment, by every door there is, and claims what it is told. */
final class GiveUp {
    /** How work is given up. */
    enum Door {
        FUTURE,
        SCOPE,
        CLOSE,
        TIMEOUT,
        INTERRUPT,
        STREAM,
        OPEN
    }

    private static final ScheduledExecutorService INTERRUPTER = Executors.newScheduledThreadPool(1, work -> {
        Thread thread = new Thread(work, "interrupter");
        thread.setDaemon(true);
        return thread;
    });
    private static final String INSERT = "INSERT INTO written VALUES (?, ?, ?)";

    private final Database database;
    private final Backend backend;
    private final Claims history;
    private final Random random;

    GiveUp(Database database, Backend backend, Claims history, Random random) {
        this.database = database;
        this.backend = backend;
        this.history = history;
        this.random = random;
    }

    void once() {
        long unit = history.begin();
        Door door = Door.values()[random.nextInt(Door.values().length)];
        history.note(unit, door.name());
        Claim claim = Claim.ROLLED_BACK;
        switch (door) {
            case SCOPE -> claim = scope(unit);
            case TIMEOUT -> claim = timeout(unit);
            case INTERRUPT -> claim = interrupt(unit);
            case OPEN -> open();
            default -> byHand(unit, door);
        }
        history.claim(unit, claim);
        Report.add(Report.Count.CANCELS, 1);
    }

    /**
     * pgjdbc sends BEGIN as a query of its own ahead of the first statement. If the signal hits it there, the statement runs by itself,
     * and what it does stays. So the first one does nothing there; see docs/reliability.md.
     */
    private void begin(Queryable session) {
        if (backend == Backend.PGJDBC) {
            session.fetchAll("SELECT 1");
        }
    }

    private Claim scope(long unit) {
        CompletableFuture<?> scope = database.session(session -> work(session, unit));
        pause();
        scope.cancel(true);
        Throwable failure = Story.failureOf(scope);
        history.note(unit, Door.SCOPE + " " + failure);
        return scope.isCancelled() ? Claim.UNKNOWN : Claim.ofSession(failure);
    }

    private Claim timeout(long unit) {
        SessionOptions hurried =
                SessionOptions.defaults().withStatementTimeout(Duration.ofMillis(1 + random.nextInt(8)));
        Throwable failure = Story.failureOf(database.session(hurried, session -> work(session, unit)));
        history.note(unit, Door.TIMEOUT + " " + failure);
        return Claim.ofSession(failure);
    }

    private Claim interrupt(long unit) {
        Thread caller = Thread.currentThread();
        AtomicBoolean wanted = new AtomicBoolean(true);
        Runnable interrupt = () -> {
            if (wanted.getAndSet(false)) {
                caller.interrupt();
            }
        };
        INTERRUPTER.schedule(interrupt, random.nextInt(15_000), TimeUnit.MICROSECONDS);
        Throwable failure = null;
        try {
            database.blocking().session(session -> {
                if (backend == Backend.PGJDBC) {
                    session.fetchAll(sql("SELECT 1"));
                }
                session.execute(sql(INSERT, List.of(unit, 0, Harness.VALUE)));
                session.fetchAll(sql(query()));
                return session.execute(sql(INSERT, List.of(unit, 1, Harness.VALUE)));
            });
        } catch (RuntimeException e) {
            failure = e;
        }
        if (!wanted.getAndSet(false)) {
            while (!Thread.interrupted()) {
                Thread.onSpinWait(); // the flag stays set, or is set in a moment
            }
        }
        history.note(unit, Door.INTERRUPT + " " + failure);
        return failure instanceof CancellationException ? Claim.UNKNOWN : Claim.ofSession(failure);
    }

    private void open() {
        Session session = database.session();
        CompletableFuture<Session> opening = session.open();
        opening.orTimeout(random.nextInt(4_000), TimeUnit.MICROSECONDS);
        if (Story.failureOf(opening) == null) {
            Futures.await(session.close());
        }
    }

    private void byHand(long unit, Door door) {
        Session session = Futures.await(database.session().open());
        begin(session);
        insert(session, unit, 0);
        insert(session, unit, 1);
        CompletableFuture<?> last =
                door == Door.STREAM ? session.forEach(sql(backend.manyRows()), row -> {}) : session.fetchAll(query());
        pause();
        if (door != Door.CLOSE) {
            last.cancel(true);
        }
        Futures.await(session.close());
    }

    private CompletableFuture<?> work(Session session, long unit) {
        begin(session);
        insert(session, unit, 0);
        return session.fetchAll(query()).thenCompose(read -> insert(session, unit, 1));
    }

    private String query() {
        return random.nextInt(3) == 0 ? backend.slowQuery : backend.shortQuery;
    }

    private static CompletableFuture<?> insert(Queryable on, long unit, int part) {
        return on.execute(INSERT, List.of(unit, part, Harness.VALUE));
    }

    private void pause() {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(12_000)));
    }
}
