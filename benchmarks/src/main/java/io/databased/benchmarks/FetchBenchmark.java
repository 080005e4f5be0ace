package io.databased.benchmarks;

import io.databased.Query;
import io.databased.Sql;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Many rows into records; counted are the fetches. */
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class FetchBenchmark {
    private static final String SELECT = "SELECT id, title, year FROM movies WHERE id <= 10000";

    private final Query<Movie> movies = Sql.sql(SELECT).mapTo(Movie.class);

    /** One caller. */
    @Benchmark
    public List<Movie> future(Asynchronous ours) {
        return ours.database().fetchAll(movies).join();
    }

    @Benchmark
    @OperationsPerInvocation(Callers.MANY)
    public void blocking(Waiting ours) {
        ours.callers().run(Callers.MANY, 1, () -> ours.database().fetchAll(movies));
    }

    @Benchmark
    public List<Movie> hand(ByHand hand) throws SQLException {
        List<Movie> fetched = new ArrayList<>();
        try (PreparedStatement select = hand.connection().prepareStatement(SELECT);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                fetched.add(new Movie(rows.getLong(1), rows.getString(2), rows.getInt(3)));
            }
        }
        return fetched;
    }
}
