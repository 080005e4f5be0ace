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

/** A session with an update, and with none or two child sessions with an update each. */
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SessionBenchmark {
    private static final int SESSIONS = 256;
    private static final String UPDATE = "UPDATE movies SET year = year + 1 WHERE id = ?";

    @Benchmark
    @OperationsPerInvocation(SESSIONS)
    public void futures(Databases databases) {
        Callers.chain(databases.callers, SESSIONS / databases.callers, () -> session(databases));
    }

    private static CompletableFuture<UpdateResult> session(Databases databases) {
        return databases.ours.session(session -> {
            CompletableFuture<UpdateResult> updated = update(session);
            for (int child = 0; child < databases.children; child++) {
                updated = updated.thenCompose(before -> session.transaction(SessionBenchmark::update));
            }
            return updated;
        });
    }

    /** A thread for each caller. */
    @Benchmark
    @OperationsPerInvocation(SESSIONS)
    public void blocking(Databases databases) {
        BlockingDatabase database = databases.ours.blocking();
        databases.callerThreads.run(
                databases.callers, SESSIONS / databases.callers, () -> session(database, databases.children));
    }

    private static long session(BlockingDatabase database, int children) {
        return database.session(session -> {
            long updated = update(session);
            for (int child = 0; child < children; child++) {
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

    /** On one connection, which the callers take as they come; one that asks again at once may pass those that sleep. */
    @Benchmark
    @OperationsPerInvocation(SESSIONS)
    public void hand(Databases databases) {
        byHand(databases, databases.free);
    }

    /** The same, first come, first served, as ours. */
    @Benchmark
    @OperationsPerInvocation(SESSIONS)
    public void handInOrder(Databases databases) {
        byHand(databases, databases.fair);
    }

    private static void byHand(Databases databases, ReentrantLock turn) {
        databases.callerThreads.run(databases.callers, SESSIONS / databases.callers, () -> {
            turn.lock();
            try {
                return transaction(databases);
            } finally {
                turn.unlock();
            }
        });
    }

    private static int transaction(Databases databases) throws SQLException {
        Statement control = databases.control;
        control.execute("BEGIN IMMEDIATE");
        int updated = update(databases.update);
        for (int child = 0; child < databases.children; child++) {
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

        @Param({"0", "2"})
        public int children;

        /** {@code platform}, or {@code virtual} from JDK 21; of callers that wait. */
        @Param("platform")
        public String threads;

        private final ReentrantLock free = new ReentrantLock();
        private final ReentrantLock fair = new ReentrantLock(true);
        private MovieFile oursFile;
        private MovieFile handFile;
        private Database ours;
        private Connection hand;
        private Statement control;
        private PreparedStatement update;
        private Callers callerThreads;

        @Setup
        public void open() throws SQLException {
            oursFile = new MovieFile(synchronous);
            handFile = new MovieFile(synchronous);
            ours = oursFile.database("default", "on");
            hand = handFile.connect();
            control = hand.createStatement();
            update = hand.prepareStatement(UPDATE);
            callerThreads = new Callers(threads);
        }

        @TearDown
        public void close() throws SQLException {
            callerThreads.close();
            hand.close();
            ours.close();
            handFile.close();
            oursFile.close();
        }
    }
}
