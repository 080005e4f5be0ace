package io.databased.spring.boot;

import io.databased.Database;
import io.databased.NotConnectedException;
import io.databased.PoolStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * The numbers of the pools by the names that HikariCP has for them, so that dashboards made for it fit; the tag {@code pool} is
 * the name of the database.
 */
final class PoolMeters implements MeterBinder {
    private final List<ManagedDatabase> databases;

    PoolMeters(List<ManagedDatabase> databases) {
        this.databases = List.copyOf(databases);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        databases.forEach(managed -> new Pool(registry, managed).bind());
    }

    private record Pool(MeterRegistry registry, ManagedDatabase managed) {
        void bind() {
            gauge("", "Open connections", stats -> stats.connections().size());
            gauge(".active", "Connections in use", Pool::active);
            gauge(".idle", "Idle connections", stats -> stats.connections().idle());
            gauge(".pending", "Callers that wait for a connection", PoolStats::waiting);
            gauge(".max", "Connections at most", PoolStats::maxSize);
            gauge(".min", "Connections that are kept open", PoolStats::minSize);
            FunctionCounter.builder("hikaricp.connections.timeout", managed.database(), number(Pool::timedOut))
                    .description("Callers that got no connection in time")
                    .tag("pool", managed.name())
                    .register(registry);
            FunctionTimer.builder(
                            "hikaricp.connections.acquire",
                            managed.database(),
                            database -> (long) number(Pool::acquired).applyAsDouble(database),
                            number(Pool::waited),
                            TimeUnit.NANOSECONDS)
                    .description("Connections handed out, and how long their callers waited")
                    .tag("pool", managed.name())
                    .register(registry);
        }

        private void gauge(String suffix, String description, ToDoubleFunction<PoolStats> part) {
            Gauge.builder("hikaricp.connections" + suffix, managed.database(), number(part))
                    .description(description)
                    .tag("pool", managed.name())
                    .register(registry);
        }

        private static double active(PoolStats stats) {
            return stats.connections().leased() + stats.connections().shared();
        }

        private static double timedOut(PoolStats stats) {
            return stats.acquisitions().timedOut();
        }

        private static double acquired(PoolStats stats) {
            return stats.acquisitions().total();
        }

        private static double waited(PoolStats stats) {
            return stats.acquisitions().waited().toNanos();
        }

        /** Zero while the database is not connected. */
        private static ToDoubleFunction<Database> number(ToDoubleFunction<PoolStats> part) {
            return database -> {
                try {
                    return part.applyAsDouble(database.stats());
                } catch (NotConnectedException stopped) {
                    return 0;
                }
            };
        }
    }
}
