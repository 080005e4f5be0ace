package io.databased.internal.pool;

import io.databased.internal.time.Scheduler;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * What surrounds a pool.
 *
 * @param scheduler time
 * @param random between 0 and 1, for jitter
 * @param listener told what happens
 * @param closed the failure of those that ask, or still wait, once the pool shuts down
 */
public record PoolEnvironment(
        Scheduler scheduler, DoubleSupplier random, PoolListener listener, Supplier<? extends Throwable> closed) {}
