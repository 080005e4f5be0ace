package io.databased;

/** Placeholder until the pool lands. */
public record PoolStats(int size) {}
