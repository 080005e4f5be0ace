package io.databased.opentelemetry;

import io.databased.DatabaseObserver.PoolEvent;
import io.databased.PoolStats.Role;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.time.Duration;

/** What happens in the pools. */
final class PoolMetrics {
    private static final double NANOS = 1e9;

    private final String name;
    private final DoubleHistogram create;
    private final DoubleHistogram wait;
    private final DoubleHistogram use;
    private final LongCounter timeouts;

    PoolMetrics(String name, Meter meter) {
        this.name = name;
        this.create = Durations.histogram(
                meter, "db.client.connection.create_time", "The time it took to create a new connection.");
        this.wait = Durations.histogram(
                meter,
                "db.client.connection.wait_time",
                "The time it took to obtain an open connection from the pool.");
        this.use = Durations.histogram(
                meter,
                "db.client.connection.use_time",
                "The time between borrowing a connection and returning it to the pool.");
        this.timeouts = meter.counterBuilder("db.client.connection.timeouts")
                .setUnit("{timeout}")
                .setDescription("The number of connection timeouts that have occurred trying to obtain a connection.")
                .build();
    }

    Attributes of(Role role) {
        return Attributes.of(Conventions.POOL, role == Role.PRIMARY ? name : name + "-replicas");
    }

    void record(PoolEvent event) {
        Attributes pool = of(event.pool().role());
        if (event instanceof PoolEvent.Acquired acquired) {
            wait.record(seconds(acquired.after()), pool);
        } else if (event instanceof PoolEvent.Released released) {
            use.record(seconds(released.after()), pool);
        } else if (event instanceof PoolEvent.Created created) {
            create.record(seconds(created.took()), pool);
        } else if (event instanceof PoolEvent.TimedOut) {
            timeouts.add(1, pool);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }
}
