package io.databased.opentelemetry;

import io.databased.Database;
import io.databased.NotConnectedException;
import io.databased.PoolStats;
import io.databased.PoolStats.Role;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.Optional;

/** The numbers of the pools now; nothing while the database is not connected. */
final class PoolNumbers {
    private final PoolMetrics pools;
    private final Database database;
    private final ObservableLongMeasurement count;
    private final ObservableLongMeasurement max;
    private final ObservableLongMeasurement min;
    private final ObservableLongMeasurement pending;

    private PoolNumbers(Meter meter, PoolMetrics pools, Database database) {
        this.pools = pools;
        this.database = database;
        this.count = number(meter, "count", "{connection}", "The number of connections in a state.");
        this.max = number(meter, "max", "{connection}", "The maximum number of open connections allowed.");
        this.min = number(meter, "idle.min", "{connection}", "The minimum number of open connections that are kept.");
        this.pending =
                number(meter, "pending_requests", "{request}", "The number of callers that wait for a connection.");
    }

    static BatchCallback watch(Meter meter, PoolMetrics pools, Database database) {
        PoolNumbers numbers = new PoolNumbers(meter, pools, database);
        return meter.batchCallback(numbers::report, numbers.count, numbers.max, numbers.min, numbers.pending);
    }

    private static ObservableLongMeasurement number(Meter meter, String name, String unit, String description) {
        return meter.upDownCounterBuilder("db.client.connection." + name)
                .setUnit(unit)
                .setDescription(description)
                .buildObserver();
    }

    private void report() {
        for (Role role : Role.values()) {
            stats(role).ifPresent(stats -> report(stats, pools.of(role)));
        }
    }

    private void report(PoolStats stats, Attributes pool) {
        PoolStats.Connections connections = stats.connections();
        count.record(connections.idle(), state(pool, "idle"));
        count.record(connections.leased() + connections.shared(), state(pool, "used"));
        max.record(stats.maxSize(), pool);
        min.record(stats.minSize(), pool);
        pending.record(stats.waiting(), pool);
    }

    private static Attributes state(Attributes pool, String state) {
        return pool.toBuilder().put(Conventions.STATE, state).build();
    }

    private Optional<PoolStats> stats(Role role) {
        try {
            return database.stats(role);
        } catch (NotConnectedException stopped) {
            return Optional.empty();
        }
    }
}
