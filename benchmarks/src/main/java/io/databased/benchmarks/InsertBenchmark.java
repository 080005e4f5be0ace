package io.databased.benchmarks;

import io.databased.Query;
import io.databased.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Warmup;

/** One row in, durable when the caller hears of it. */
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class InsertBenchmark {
    private static final int TIMES = 16;
    private static final String INSERT = "INSERT INTO movies (title, year) VALUES (?, ?)";
    private static final String TITLE = "Another Movie";
    private static final int YEAR = 2001;

    @Benchmark
    @OperationsPerInvocation(Callers.MANY * TIMES)
    public void futures(Asynchronous ours) {
        Callers.chain(Callers.MANY, TIMES, () -> ours.database().execute(movie()));
    }

    @Benchmark
    @OperationsPerInvocation(Callers.MANY * TIMES)
    public void blocking(Waiting ours) {
        ours.callers().run(Callers.MANY, TIMES, () -> ours.database().execute(movie()));
    }

    /** A commit each. */
    @Benchmark
    public void hand(ByHand hand) throws SQLException {
        insert(hand.connection(), 1);
    }

    /** A commit for as many as there are callers, which a program that has them together may do. */
    @Benchmark
    @OperationsPerInvocation(Callers.MANY)
    public void handGrouped(ByHand hand) throws SQLException {
        hand.connection().setAutoCommit(false);
        insert(hand.connection(), Callers.MANY);
        hand.connection().commit();
        hand.connection().setAutoCommit(true);
    }

    private static Query<?> movie() {
        return Sql.sql(INSERT, List.of(TITLE, YEAR));
    }

    private static void insert(Connection connection, int rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (int i = 0; i < rows; i++) {
                insert.setString(1, TITLE);
                insert.setInt(2, YEAR);
                insert.executeUpdate();
            }
        }
    }
}
