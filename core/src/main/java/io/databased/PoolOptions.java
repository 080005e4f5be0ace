package io.databased;

/** Placeholder until the pool lands. */
public record PoolOptions(int maxSize) {}
