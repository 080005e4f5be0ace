package io.databased.benchmarks;

import io.databased.Database;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A database for callers that chain futures. */
@State(Scope.Benchmark)
public class Asynchronous {
    /** Where futures complete: {@code default}, or {@code direct} for {@code completionExecutor(Runnable::run)}. */
    @Param("default")
    public String executor;

    /** Whether failures name the caller's line: {@code on}, or {@code off} for {@code withoutCallerLines()}. */
    @Param("on")
    public String callerLines;

    private MovieFile file;
    private Database database;

    Database database() {
        return database;
    }

    @Setup
    public void open() {
        file = new MovieFile("FULL");
        database = file.database(executor, callerLines);
    }

    @TearDown
    public void close() {
        database.close();
        file.close();
    }
}
