package io.databased.internal.pool;

import io.databased.PoolOptions;
import io.databased.internal.async.Delivery;
import io.databased.internal.async.Monitor;
import io.databased.internal.time.Scheduler;

/** What all parts of one pool have in common. */
final class PoolContext<C> {
    final String name;
    final Connector<C> connector;
    final PoolOptions options;
    final PoolEnvironment environment;
    final Scheduler scheduler;
    final Monitor monitor;
    final Counters counters = new Counters();

    // Guarded by the monitor.
    int min;
    int max;

    PoolContext(String name, Connector<C> connector, PoolOptions options, PoolEnvironment environment) {
        this.name = name;
        this.connector = connector;
        this.options = options;
        this.environment = environment;
        this.scheduler = environment.scheduler();
        this.monitor = new Monitor(new Delivery());
        this.min = options.minSize();
        this.max = options.maxSize().orElse(Math.max(PoolOptions.DEFAULT_MAX_SIZE, min));
    }

    long now() {
        return scheduler.nanoTime();
    }

    PoolListener listener() {
        return environment.listener();
    }
}
