package io.databased.benchmarks;

import io.databased.BlockingDatabase;
import io.databased.BlockingQueryable;
import io.databased.Database;
import io.databased.Queryable;
import io.databased.UpdateResult;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A session with an update and two child sessions with an update each. */
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SessionBenchmark {
    private static final int SESSIONS = 256;
    private static final String UPDATE = "UPDATE movies SET year = year + 1 WHERE id = ?";

    @Benchmark
    @OperationsPerInvocation(SESSIONS)
    public void futures(Databases databases) {
        Callers.chain(databases.callers, SESSIONS / databases.callers, () -> session(databases.ours));
    }

    private static CompletableFuture<UpdateResult> session(Database database) {
        return database.session(session -> update(session)
                .thenCompose(first -> session.transaction(SessionBenchmark::update))
                .thenCompose(second -> session.transaction(SessionBenchmark::update)));
    }

    /** A thread for each caller. */
    @Benchmark
    @OperationsPerInvocation(SESSIONS)
    public void blocking(Databases databases) {
        databases.threads.run(
                databases.callers, SESSIONS / databases.callers, () -> session(databases.ours.blocking()));
    }

    private static long session(BlockingDatabase database) {
        return database.session(session -> {
            long updated = update(session);
            for (int child = 0; child < 2; child++) {
                updated += session.transaction(SessionBenchmark::update);
            }
            return updated;
        });
    }

    private static long update(BlockingQueryable session) {
        return session.execute(UPDATE, List.of(key())).affectedRows();
    }

    private static CompletableFuture<UpdateResult> update(Queryable session) {
        return session.execute(UPDATE, List.of(key()));
    }

    /** On one connection, which the callers take in turn. */
    @Benchmark
    @OperationsPerInvocation(SESSIONS)
    public void hand(Databases databases) {
        databases.threads.run(databases.callers, SESSIONS / databases.callers, () -> {
            databases.turn.lock();
            try {
                return transaction(databases);
            } finally {
                databases.turn.unlock();
            }
        });
    }

    private static int transaction(Databases databases) throws SQLException {
        Statement control = databases.control;
        control.execute("BEGIN IMMEDIATE");
        int updated = update(databases.update);
        for (int child = 0; child < 2; child++) {
            control.execute("SAVEPOINT child");
            updated += update(databases.update);
            control.execute("RELEASE child");
        }
        control.execute("COMMIT");
        return updated;
    }

    private static int update(PreparedStatement update) throws SQLException {
        update.setLong(1, key());
        return update.executeUpdate();
    }

    private static long key() {
        return ThreadLocalRandom.current().nextLong(MovieFile.ROWS) + 1;
    }

    /** Both sides' databases. */
    @State(Scope.Benchmark)
    public static class Databases {
        @Param({"1", "64"})
        public int callers;

        /** FULL waits for the disk at each commit; NORMAL does not, and shows what the rest costs. */
        @Param({"FULL", "NORMAL"})
        public String synchronous;

        private final ReentrantLock turn = new ReentrantLock();
        private MovieFile oursFile;
        private MovieFile handFile;
        private Database ours;
        private Connection hand;
        private Statement control;
        private PreparedStatement update;
        private Callers threads;

        @Setup
        public void open() throws SQLException {
            oursFile = new MovieFile(synchronous);
            handFile = new MovieFile(synchronous);
            ours = oursFile.database("default", "on");
            hand = handFile.connect();
            control = hand.createStatement();
            update = hand.prepareStatement(UPDATE);
            threads = new Callers("platform");
        }

        @TearDown
        public void close() throws SQLException {
            threads.close();
            hand.close();
            ours.close();
            handFile.close();
            oursFile.close();
        }
    }
}
