package io.databased.benchmarks;

import io.databased.internal.context.SqlCache;
import io.databased.internal.row.Conversions;
import io.databased.internal.row.RowShapes;
import io.databased.internal.sql.BoundSql;
import io.databased.internal.sql.ParsedSql;
import io.databased.spi.SqlSyntax;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a statement costs before it is sent, and a row after it has come. */
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class StatementBenchmark {
    private static final String POSITIONAL = "SELECT id, title, year FROM movies WHERE year >= ? AND title LIKE ?";
    private static final String NAMED = "SELECT id, title, year FROM movies WHERE year >= :year AND title LIKE :title";

    private final SqlCache texts = new SqlCache(SqlSyntax.sqlite(), (index, value, place) -> "?", 1024);
    private final RowShapes shapes = new RowShapes(Conversions.of(List.of()));
    private final List<String> columns = List.of("id", "title", "year");
    private final Object[] values = {4711L, "The Movie", 1999L};

    @Benchmark
    public ParsedSql parse() {
        return ParsedSql.parse(NAMED, SqlSyntax.sqlite(), (index, value, place) -> "?");
    }

    @Benchmark
    public BoundSql bindPositional() {
        return texts.get(POSITIONAL).bind(List.of(2010, "The%"));
    }

    @Benchmark
    public BoundSql bindNamed() {
        return texts.get(NAMED).bind(Map.of("year", 2010, "title", "The%"));
    }

    @Benchmark
    public Movie mapRow() {
        return shapes.of(columns).row(values).mapTo(Movie.class);
    }
}
