package io.databased.benchmarks;

import io.databased.Query;
import io.databased.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Warmup;

/** What the generic JDBC backend costs over a loop on HikariCP, for 64 callers. */
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class JdbcBenchmark {
    private static final int TIMES = 50;
    private static final String SELECT = "SELECT id, title, released FROM movies WHERE id = ?";
    private static final String UPDATE = "UPDATE movies SET released = ? WHERE id = ?";

    @Benchmark
    @OperationsPerInvocation(Callers.MANY * TIMES)
    public void selectFutures(JdbcSample sample) {
        Callers.chain(Callers.MANY, TIMES, () -> sample.database().fetchOne(byKey()));
    }

    @Benchmark
    @OperationsPerInvocation(Callers.MANY * TIMES)
    public void selectBlocking(JdbcSample sample) {
        sample.callers()
                .run(Callers.MANY, TIMES, () -> sample.database().blocking().fetchOne(byKey()));
    }

    @Benchmark
    @OperationsPerInvocation(Callers.MANY * TIMES)
    public void selectByHand(JdbcSample sample) {
        sample.callers().run(Callers.MANY, TIMES, () -> {
            try (Connection connection = sample.connect()) {
                return select(connection);
            }
        });
    }

    /** A row read and another one changed, in a transaction. */
    @Benchmark
    @OperationsPerInvocation(Callers.MANY * TIMES)
    public void sessionFutures(JdbcSample sample) {
        Callers.chain(
                Callers.MANY,
                TIMES,
                () -> sample.database()
                        .session(session -> session.fetchOne(byKey())
                                .thenCompose(movie -> session.execute(UPDATE, List.of(1979, key())))));
    }

    @Benchmark
    @OperationsPerInvocation(Callers.MANY * TIMES)
    public void sessionBlocking(JdbcSample sample) {
        sample.callers()
                .run(
                        Callers.MANY,
                        TIMES,
                        () -> sample.database().blocking().session(session -> {
                            session.fetchOne(byKey());
                            return session.execute(UPDATE, List.of(1979, key()));
                        }));
    }

    @Benchmark
    @OperationsPerInvocation(Callers.MANY * TIMES)
    public void sessionByHand(JdbcSample sample) {
        sample.callers().run(Callers.MANY, TIMES, () -> {
            try (Connection connection = sample.connect()) {
                connection.setAutoCommit(false);
                select(connection);
                try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
                    update.setInt(1, 1979);
                    update.setLong(2, key());
                    update.executeUpdate();
                }
                connection.commit();
                return connection;
            }
        });
    }

    private static Movie select(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setLong(1, key());
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return new Movie(rows.getLong(1), rows.getString(2), rows.getInt(3));
            }
        }
    }

    private static Query<Movie> byKey() {
        return Sql.sql(SELECT, List.of(key()))
                .map(row -> new Movie(row.getLong("id"), row.getString("title"), row.getInt("released")));
    }

    private static long key() {
        return ThreadLocalRandom.current().nextLong(JdbcSample.ROWS) + 1;
    }
}
