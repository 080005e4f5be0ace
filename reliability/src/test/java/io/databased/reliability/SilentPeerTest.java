package io.databased.reliability;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.databased.BlockingDatabase;
import io.databased.BlockingSession;
import io.databased.CommitOutcomeUnknownException;
import io.databased.ConnectionLostException;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.PoolOptions;
import io.databased.PoolStats;
import io.databased.Session;
import io.databased.SessionStatus;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.testkit.Futures;
import io.databased.testkit.LeakCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that has stopped answering, with the pool's usual timeouts: whoever waits is told at the limit of what they wait for. */
@ExtendWith(Harness.class)
@Tag("R20")
@Tag("N7")
final class SilentPeerTest {
    private static final Duration LIMIT = Duration.ofMillis(400);

    /** More than a thread waits for its turn, and less than closing a connection or a signal to stop may go unanswered. */
    private static final Duration TOO_LATE = Duration.ofMillis(800);

    private static final String INSERT = "INSERT INTO silent VALUES (?, ?)";
    private static final List<Object> ROW = List.of(1, Harness.VALUE);
    private static final List<List<Object>> ROWS = List.of(ROW, ROW);

    /** What is asked of the server while it is silent. */
    private interface Ask {
        void ask();
    }

    private record Told(Duration after, Throwable failure) {}

    private final List<BlockingSession> sessions = new ArrayList<>();
    private final Map<String, Ask> statements = new LinkedHashMap<>();
    private final Map<String, Ask> commits = new LinkedHashMap<>();

    private static DatabaseBuilder builder(Subject subject, int connections) {
        return subject.builder()
                .pool(PoolOptions.builder()
                        .minSize(connections)
                        .maxSize(connections)
                        .validateAfterIdle(Duration.ofHours(1))
                        .build())
                .statementTimeout(LIMIT)
                .commitTimeout(LIMIT);
    }

    @ParameterizedTest
    @MethodSource("io.databased.reliability.Backend#wired")
    void whoeverWaitsIsToldAtTheLimit(Backend backend) {
        try (Subject subject = backend.subject();
                Database database = await(builder(subject, 12).build().connect())) {
            Database forced = await(builder(subject, 1).forceRollback().build().connect());
            subject.execute("CREATE TABLE silent (id INTEGER, words VARCHAR(200))");
            BlockingDatabase waiting = database.blocking();
            BlockingSession waitingSession = open(waiting);
            BlockingSession waitingCommit = open(waiting);
            BlockingSession child = open(waiting).transaction().open();
            BlockingSession inTest = open(forced.blocking());
            Session session = open(waiting).async();
            Session batch = open(waiting).async();
            Session stream = open(waiting).async();
            Session commit = open(waiting).async();
            statements.put("one-shot", () -> await(database.execute(INSERT, ROW)));
            statements.put("one-shot by a caller that waits", () -> waiting.execute(sql(INSERT, ROW)));
            statements.put("batch by a caller that waits", () -> waiting.executeMany(INSERT, ROWS));
            statements.put("statement", () -> await(session.execute(INSERT, ROW)));
            statements.put("statement by a caller that waits", () -> waitingSession.execute(sql(INSERT, ROW)));
            statements.put("statement of a child", () -> child.execute(sql(INSERT, ROW)));
            statements.put("statement in force-rollback", () -> inTest.execute(sql(INSERT, ROW)));
            statements.put("batch", () -> await(batch.executeMany(INSERT, ROWS)));
            statements.put("stream", () -> await(stream.forEach(sql(backend.manyRows()), row -> {})));
            commits.put("commit", () -> await(commit.commit()));
            commits.put("commit by a caller that waits", waitingCommit::commit);

            Futures.until("nobody will wait for a connection", () -> isFull(database) && isFull(forced));
            subject.proxy().blackhole();
            Map<String, Told> told = askAll(backend);

            statements
                    .keySet()
                    .forEach(what -> assertThat(told.get(what).failure())
                            .as(what)
                            .isInstanceOfSatisfying(
                                    StatementException.class,
                                    timeout -> assertThat(timeout.kind()).isEqualTo(Kind.TIMEOUT)));
            commits.keySet()
                    .forEach(what -> assertThat(told.get(what).failure())
                            .as(what)
                            .isInstanceOf(CommitOutcomeUnknownException.class));
            assertThat(waitingCommit.status()).isEqualTo(SessionStatus.UNKNOWN);
            assertThat(told).allSatisfy((what, each) -> assertThat(each.after()).isLessThan(TOO_LATE));
            subject.proxy().heal();
            subject.proxy().reset(); // the server hears of what the hole has swallowed
            sessions.forEach(BlockingSession::close);
            LeakCheck.assertIdle(database);
            failure(forced.disconnect(), ConnectionLostException.class); // not silently
        }
    }

    private static boolean isFull(Database database) {
        PoolStats stats = database.stats();
        return stats.connections().size() == stats.maxSize();
    }

    private BlockingSession open(BlockingDatabase database) {
        BlockingSession session = database.session().open();
        sessions.add(session);
        session.execute(sql(INSERT, ROW).within(Futures.DEADLINE)); // what is not asked in vain has time
        return session;
    }

    /** Asks everything at once; how long after a timer that was set beside it each was told, and what. */
    private Map<String, Told> askAll(Backend backend) {
        Map<String, Ask> all = new LinkedHashMap<>(statements);
        all.putAll(commits);
        CompletableFuture<Void> begin = new CompletableFuture<>();
        Map<String, CompletableFuture<Told>> asked = new LinkedHashMap<>();
        all.forEach((what, ask) ->
                asked.put(what, CompletableFuture.supplyAsync(() -> told(begin, ask), Together.THREADS)));
        begin.complete(null);
        Map<String, Told> told = new LinkedHashMap<>();
        asked.forEach((what, future) -> told.put(what, await(future)));
        told.forEach((what, each) -> {
            Report.say(backend + ": " + what + " told " + each.after().toMillis() + " ms after its limit");
            if (each.after().compareTo(Duration.ofMillis(250)) > 0) {
                Report.add(Report.Count.LATE, 1);
            }
        });
        return told;
    }

    private static Told told(CompletableFuture<Void> begin, Ask ask) {
        await(begin);
        CompletableFuture<Long> limit = CompletableFuture.supplyAsync(
                System::nanoTime,
                CompletableFuture.delayedExecutor(LIMIT.toMillis(), TimeUnit.MILLISECONDS, Together.THREADS));
        Throwable failure = Objects.requireNonNull(catchThrowable(ask::ask));
        long end = System.nanoTime();
        return new Told(Duration.ofNanos(end - await(limit)), failure);
    }
}
