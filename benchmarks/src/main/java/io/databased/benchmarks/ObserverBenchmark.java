package io.databased.benchmarks;

import io.databased.BlockingDatabase;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseObserver;
import io.databased.Row;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to be observed: the smallest statement there is, on SQLite in memory, by a caller that waits. */
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class ObserverBenchmark {
    /** By nobody, by one that wants to be told nothing, by one that counts rows. */
    @Param({"none", "asked", "told"})
    public String observed = "none";

    private final LongAdder rows = new LongAdder();
    private BlockingDatabase database;

    @Setup
    public void connect() {
        DatabaseBuilder builder = Database.builder("sqlite:///:memory:");
        if (!observed.equals("none")) {
            builder.observer(observer());
        }
        database = builder.build().blocking().connect();
    }

    private DatabaseObserver observer() {
        DatabaseObserver.Observation counting = new DatabaseObserver.Observation() {
            @Override
            public void answered(long answered) {
                rows.add(answered);
            }
        };
        return new DatabaseObserver() {
            @Override
            public Observation statement(StatementInfo statement) {
                return observed.equals("told") ? counting : null;
            }
        };
    }

    @TearDown
    public void disconnect() {
        database.close();
    }

    @Benchmark
    public List<Row> oneShot() {
        return database.fetchAll("SELECT 1");
    }

    @Benchmark
    public List<Row> session() {
        return database.session(session -> session.fetchAll("SELECT 1"));
    }
}
