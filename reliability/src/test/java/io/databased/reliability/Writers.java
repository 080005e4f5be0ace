package io.databased.reliability;

import static io.databased.Sql.sql;

import io.databased.CommitOutcomeUnknownException;
import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.Database;
import io.databased.testkit.Futures;
import io.databased.testkit.History;
import io.databased.testkit.History.Claim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Callers that write without a pause, two rows at a time: in a session with a child, by futures or blocking, or in one statement. What
 * each was told is claimed in a history; a commit without an answer is asked for in the end.
 */
final class Writers {
    static final String TABLE = "CREATE TABLE written (unit BIGINT NOT NULL, part INTEGER NOT NULL, words VARCHAR(60))";

    /** It asks for ten seconds, and the last question may take a while. */
    private static final long RESOLVED_WITHIN = 20;

    private static final int ASKED_AGAIN = 5;

    private static final String INSERT = "INSERT INTO written VALUES (?, ?, ?)";

    private final Subject subject;
    private final Database database;
    private final History history = new History(2);
    private final Map<Long, CommitOutcomeUnknownException> unknown = new ConcurrentHashMap<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong slowest = new AtomicLong();
    private final List<CompletableFuture<?>> callers = new ArrayList<>();
    private volatile boolean enough;

    Writers(Subject subject, Database database) {
        this.subject = subject;
        this.database = database;
        subject.execute(TABLE);
    }

    Writers start(int count, Random random) {
        ExecutorService threads = Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(work, "writer");
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < count; i++) {
            Random own = new Random(random.nextLong());
            callers.add(CompletableFuture.runAsync(
                    () -> {
                        while (!enough) {
                            write(own.nextInt(3));
                        }
                    },
                    threads));
        }
        threads.shutdown();
        return this;
    }

    /** How many have been told that they are committed. */
    long acknowledged() {
        return acknowledged.get();
    }

    /** Waits until so many more are. */
    void awaitMore(int more) {
        long before = acknowledged();
        Futures.until(more + " more are committed", () -> acknowledged() >= before + more);
    }

    /** How long the slowest call took. */
    Duration slowest() {
        return Duration.ofNanos(slowest.get());
    }

    /** Ends the callers and waits for them. */
    void stop() {
        enough = true;
        try {
            callers.forEach(Futures::await);
        } catch (AssertionError stuck) {
            throw new AssertionError("a caller is stuck: " + stacks() + database.stats(), stuck);
        }
    }

    private static String stacks() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> each.getKey().getName().matches("writer|databased-.*"))
                .map(each -> each.getKey().getName() + " " + List.of(each.getValue()) + "\n")
                .collect(Collectors.joining());
    }

    /**
     * Asks for what is not known. That is to be done before the server crashes again, for it may give the number of a transaction that it
     * has forgotten to another one, and a second crash hides that.
     *
     * @param knows whether the database can tell what became of each commit
     */
    void resolve(boolean knows) {
        for (Long unit : List.copyOf(unknown.keySet())) {
            CommitOutcomeUnknownException failure = Objects.requireNonNull(unknown.remove(unit));
            Outcome outcome = outcome(failure);
            for (int again = 0; knows && outcome == Outcome.UNDETERMINED && again < ASKED_AGAIN; again++) {
                outcome = outcome(failure); // on a busy machine ten seconds may be too short to connect
            }
            if (knows && outcome == Outcome.UNDETERMINED) {
                throw new AssertionError("the outcome of unit " + unit + " is not known", failure);
            }
            history.claim(
                    unit,
                    switch (outcome) {
                        case COMMITTED -> Claim.COMMITTED;
                        case ROLLED_BACK -> Claim.ROLLED_BACK;
                        case UNDETERMINED -> Claim.UNKNOWN;
                    });
        }
    }

    private static Outcome outcome(CommitOutcomeUnknownException failure) {
        return failure.resolve().orTimeout(RESOLVED_WITHIN, TimeUnit.SECONDS).join();
    }

    /** As {@link #resolve}, and compares what was told with what is there. */
    void verify(boolean knows) {
        resolve(knows);
        Report.verify(history.compare(subject.look("SELECT unit, part FROM written")));
    }

    private void write(int way) {
        long unit = history.begin();
        long start = System.nanoTime();
        Throwable failure = null;
        try {
            switch (way) {
                case 0 -> Futures.await(session(unit));
                case 1 -> blocking(unit);
                default -> Futures.await(statement(unit));
            }
        } catch (RuntimeException e) {
            failure = e;
        }
        slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
        if (failure instanceof CommitOutcomeUnknownException e) {
            unknown.put(unit, e);
            return;
        }
        history.claim(unit, way < 2 ? Claim.ofSession(failure) : Claim.ofStatement(failure));
        if (failure == null) {
            acknowledged.incrementAndGet();
        } else {
            Logs.assertWithout(failure, Harness.SECRETS);
        }
    }

    private CompletableFuture<?> session(long unit) {
        return database.session(session -> session.execute(INSERT, List.of(unit, 0, Harness.VALUE))
                .thenCompose(one ->
                        session.transaction(child -> child.execute(INSERT, List.of(unit, 1, Harness.VALUE)))));
    }

    private void blocking(long unit) {
        database.blocking().session(session -> {
            session.execute(sql(INSERT, List.of(unit, 0, Harness.VALUE)));
            return session.execute(sql(INSERT, List.of(unit, 1, Harness.VALUE)));
        });
    }

    private CompletableFuture<?> statement(long unit) {
        return database.execute(
                "INSERT INTO written VALUES (?, 0, ?), (?, 1, ?)", List.of(unit, Harness.VALUE, unit, Harness.VALUE));
    }
}
