package io.databased.benchmarks;

import io.databased.Query;
import io.databased.Sql;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One row by its key. */
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SelectBenchmark {
    private static final int SELECTS = 6400;
    private static final String SELECT = "SELECT id, title, year FROM movies WHERE id = ?";

    @Benchmark
    @OperationsPerInvocation(SELECTS)
    public void futures(Asynchronous ours, Crowd crowd) {
        Callers.chain(
                crowd.callers, SELECTS / crowd.callers, () -> ours.database().fetchOne(byKey()));
    }

    @Benchmark
    @OperationsPerInvocation(SELECTS)
    public void blocking(Waiting ours, Crowd crowd) {
        ours.callers()
                .run(
                        crowd.callers,
                        SELECTS / crowd.callers,
                        () -> ours.database().fetchOne(byKey()));
    }

    /** With one statement that is never closed. */
    @Benchmark
    public Movie handReused(Reused statement) throws SQLException {
        return first(statement.select);
    }

    /** With a statement each time. */
    @Benchmark
    public Movie handPrepared(ByHand hand) throws SQLException {
        try (PreparedStatement select = hand.connection().prepareStatement(SELECT)) {
            return first(select);
        }
    }

    private static Query<Movie> byKey() {
        return Sql.sql(SELECT, List.of(key())).mapTo(Movie.class);
    }

    private static long key() {
        return ThreadLocalRandom.current().nextLong(MovieFile.ROWS) + 1;
    }

    private static Movie first(PreparedStatement select) throws SQLException {
        select.setLong(1, key());
        try (ResultSet rows = select.executeQuery()) {
            rows.next();
            return new Movie(rows.getLong(1), rows.getString(2), rows.getInt(3));
        }
    }

    /** A statement for all runs. */
    @State(Scope.Benchmark)
    public static class Reused {
        private PreparedStatement select;

        @Setup
        public void prepare(ByHand hand) throws SQLException {
            select = hand.connection().prepareStatement(SELECT);
        }
    }
}
