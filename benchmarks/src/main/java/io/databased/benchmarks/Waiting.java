package io.databased.benchmarks;

import io.databased.BlockingDatabase;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A database for callers that wait, each on a thread of its own. */
@State(Scope.Benchmark)
public class Waiting {
    /** {@code platform}, or {@code virtual} from JDK 21. */
    @Param("platform")
    public String threads;

    private MovieFile file;
    private BlockingDatabase database;
    private Callers callers;

    BlockingDatabase database() {
        return database;
    }

    Callers callers() {
        return callers;
    }

    @Setup
    public void open() {
        file = new MovieFile("FULL");
        database = file.database("default", "on").blocking();
        callers = new Callers(threads);
    }

    @TearDown
    public void close() {
        callers.close();
        database.disconnect();
        file.close();
    }
}
