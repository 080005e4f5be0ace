package io.databased.benchmarks;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How many ask at the same time. */
@State(Scope.Benchmark)
public class Crowd {
    @Param({"1", "64"})
    public int callers;
}
