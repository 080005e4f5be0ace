package io.databased.micrometer;

import io.databased.Database;
import io.databased.DatabaseObserver;
import io.databased.NotConnectedException;
import io.databased.PoolStats;
import io.databased.PoolStats.Role;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The numbers and times of a database's pools by the names that HikariCP has for them, so that dashboards made for it fit. The
 * tag {@code pool} is the name given here, with {@code -replicas} behind it for connections that only read.
 *
 * <pre>{@code
 * PoolMeters meters = new PoolMeters("films");
 * Database database = Database.builder(url).observer(meters).build();
 * meters.watch(database).bindTo(registry);
 * }</pre>
 *
 * <p>Gauges are read when they are asked for, and are 0 while the database is not connected. Times are those of what happens
 * from then on.
 */
public final class PoolMeters implements MeterBinder, DatabaseObserver {
    private static final String PREFIX = "hikaricp.connections";

    private final String pool;
    private final List<Map<Role, Timers>> bound = new CopyOnWriteArrayList<>();
    private volatile @Nullable Database database;

    /** The meters of a database of that name. */
    public PoolMeters(String pool) {
        this.pool = Objects.requireNonNull(pool, "pool");
    }

    /** The database whose numbers are to be read; to be called before binding. */
    public PoolMeters watch(Database watched) {
        database = Objects.requireNonNull(watched, "watched");
        return this;
    }

    /** Registers the meters, those of replicas or readers only if the database has any. */
    @Override
    public void bindTo(MeterRegistry registry) {
        Database watched = database;
        if (watched == null) {
            throw new IllegalStateException("The meters of pool '" + pool + "' have no database; call watch(database)");
        }
        Map<Role, Timers> timers = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            if (role == Role.PRIMARY || number(watched, role, stats -> 1) > 0) {
                timers.put(role, new Numbers(registry, watched, role, name(role)).bind());
            }
        }
        bound.add(timers);
    }

    private String name(Role role) {
        return role == Role.PRIMARY ? pool : pool + "-replicas";
    }

    @Override
    public void pool(PoolEvent event) {
        for (Map<Role, Timers> timers : bound) {
            Timers of = timers.get(event.pool().role());
            if (of != null) {
                of.record(event);
            }
        }
    }

    private static double number(Database database, Role role, ToDoubleFunction<PoolStats> part) {
        try {
            return database.stats(role).map(part::applyAsDouble).orElse(0.0);
        } catch (NotConnectedException stopped) {
            return 0;
        }
    }

    private record Timers(Timer acquire, Timer usage, Timer creation) {
        void record(PoolEvent event) {
            if (event instanceof PoolEvent.Acquired acquired) {
                acquire.record(acquired.after());
            } else if (event instanceof PoolEvent.Released released) {
                usage.record(released.after());
            } else if (event instanceof PoolEvent.Created created) {
                creation.record(created.took());
            }
        }
    }

    private record Numbers(MeterRegistry registry, Database database, Role role, String name) {
        Timers bind() {
            gauge("", "Open connections", stats -> stats.connections().size());
            gauge(
                    ".active",
                    "Connections in use",
                    stats -> stats.connections().leased() + stats.connections().shared());
            gauge(".idle", "Idle connections", stats -> stats.connections().idle());
            gauge(".pending", "Callers that wait for a connection", PoolStats::waiting);
            gauge(".max", "Connections at most", PoolStats::maxSize);
            gauge(".min", "Connections that are kept open", PoolStats::minSize);
            FunctionCounter.builder(
                            PREFIX + ".timeout",
                            database,
                            of -> number(of, role, stats -> stats.acquisitions().timedOut()))
                    .description("Callers that got no connection in time")
                    .tag("pool", name)
                    .register(registry);
            return new Timers(
                    timer(".acquire", "From asking for a connection to having it"),
                    timer(".usage", "From having a connection to giving it back"),
                    timer(".creation", "Opening a connection"));
        }

        private void gauge(String suffix, String description, ToDoubleFunction<PoolStats> part) {
            Gauge.builder(PREFIX + suffix, database, of -> number(of, role, part))
                    .description(description)
                    .tag("pool", name)
                    .register(registry);
        }

        private Timer timer(String suffix, String description) {
            return Timer.builder(PREFIX + suffix)
                    .description(description)
                    .tag("pool", name)
                    .register(registry);
        }
    }
}
