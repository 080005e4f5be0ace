package io.databased.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;

public class SessionBenchmark {
    @Benchmark
    public int baseline() {
        return 1;
    }
}
