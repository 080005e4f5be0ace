package io.databased.benchmarks;

/** A row of the benchmarks' table. */
public record Movie(long id, String title, int year) {}
