package io.databased.micrometer;

import io.databased.DatabaseObserver;
import io.databased.PoolStats.Role;
import io.databased.StatementException.Kind;
import io.micrometer.observation.ObservationRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Statements and sessions as Micrometer's observations, which its handlers make timers and spans of: {@value #STATEMENT} and
 * {@value #SESSION}, with the tags {@code pool}, {@code outcome} and
 * {@code databased.failure.kind}, the portable {@link Kind}.
 *
 * <pre>{@code
 * Database.builder(url).observer(new DatabasedObservations("films", () -> observationRegistry))
 * }</pre>
 *
 * <p>The parent is the observation that is current at the call. A statement of a session has the session as parent, and a child
 * session the session around it, unless an observation that was begun inside of the session is current.
 */
public final class DatabasedObservations implements DatabaseObserver {
    /** The name of observations of statements. */
    public static final String STATEMENT = "databased.statement";

    /** The name of observations of sessions. */
    public static final String SESSION = "databased.session";

    private static final String NONE = "none";

    private final String pool;
    private final Supplier<ObservationRegistry> registry;
    private final Map<Long, Session> sessions = new ConcurrentHashMap<>();

    /** A session that is open: its observation, and what was current when it was opened. */
    private record Session(
            io.micrometer.observation.Observation observation,
            io.micrometer.observation.@Nullable Observation outside) {}

    /** @param registry asked for at each call, so it may come later than the database */
    public DatabasedObservations(String pool, Supplier<ObservationRegistry> registry) {
        this.pool = Objects.requireNonNull(pool, "pool");
        this.registry = Objects.requireNonNull(registry, "registry");
    }

    @Override
    public @Nullable Observation statement(StatementInfo statement) {
        ObservationRegistry into = registry.get();
        if (into.isNoop()) {
            return null;
        }
        io.micrometer.observation.Observation observation = io.micrometer.observation.Observation.createNotStarted(
                        STATEMENT, into)
                .contextualName(statement.summary())
                .lowCardinalityKeyValue("pool", pool)
                .lowCardinalityKeyValue(
                        "db.system.name", statement.database().product().toLowerCase(Locale.ROOT))
                .lowCardinalityKeyValue(
                        "db.operation.name", statement.operation().orElse(NONE))
                .highCardinalityKeyValue("db.collection.name", statement.table().orElse(NONE))
                .highCardinalityKeyValue("db.query.text", statement.sql());
        statement
                .database()
                .url()
                .database()
                .ifPresent(name -> observation.highCardinalityKeyValue("db.namespace", name));
        if (statement.batchSize() > 1) {
            observation.highCardinalityKeyValue("db.operation.batch.size", String.valueOf(statement.batchSize()));
        }
        io.micrometer.observation.Observation current = into.getCurrentObservation();
        setParent(
                observation,
                current,
                statement.session().map(SessionInfo::id).map(sessions::get).orElse(null));
        return new Told(observation.start());
    }

    @Override
    public @Nullable Observation session(SessionInfo session) {
        ObservationRegistry into = registry.get();
        return into.isNoop() ? null : begin(session, into, into.getCurrentObservation());
    }

    private Observation begin(
            SessionInfo session, ObservationRegistry into, io.micrometer.observation.@Nullable Observation current) {
        io.micrometer.observation.Observation observation = io.micrometer.observation.Observation.createNotStarted(
                        SESSION, into)
                .contextualName(
                        session.options().name().map(name -> "session " + name).orElse("session"))
                .lowCardinalityKeyValue("pool", pool)
                .highCardinalityKeyValue("databased.session.name", session.name())
                .highCardinalityKeyValue("databased.session.attempt", String.valueOf(session.attempt()));
        setParent(
                observation,
                current,
                session.parent().map(SessionInfo::id).map(sessions::get).orElse(null));
        observation.start(); // who handles it may throw, and it is no session's then
        sessions.put(session.id(), new Session(observation, current));
        return new ToldOfSession(observation, session, into, current);
    }

    private static void setParent(
            io.micrometer.observation.Observation child,
            io.micrometer.observation.@Nullable Observation current,
            @Nullable Session within) {
        io.micrometer.observation.Observation parent = current;
        if (within != null && (current == null || current == within.outside())) {
            parent = within.observation();
        }
        if (parent != null) {
            child.parentObservation(parent);
        }
    }

    private static class Told implements Observation {
        final io.micrometer.observation.Observation observation;
        private String error = NONE;

        Told(io.micrometer.observation.Observation observation) {
            this.observation = observation;
        }

        @Override
        public void sent(Flight flight) {
            flight.to()
                    .address()
                    .ifPresent(address -> observation.highCardinalityKeyValue("server.address", address.name()));
            if (flight.to().role() == Role.REPLICA) {
                observation.highCardinalityKeyValue("databased.server.role", "replica");
            }
        }

        @Override
        public void answered(long rows) {
            observation.highCardinalityKeyValue("db.response.rows", String.valueOf(rows));
        }

        @Override
        public void failed(Throwable failure, Kind kind) {
            error = kind.name();
            observation.error(failure);
        }

        @Override
        public void ended(End end) {
            observation
                    .lowCardinalityKeyValue("outcome", end.name().toLowerCase(Locale.ROOT))
                    .lowCardinalityKeyValue("databased.failure.kind", error)
                    .stop();
        }
    }

    private final class ToldOfSession extends Told {
        private final SessionInfo session;
        private final ObservationRegistry into;
        private final io.micrometer.observation.@Nullable Observation outside;

        ToldOfSession(
                io.micrometer.observation.Observation observation,
                SessionInfo session,
                ObservationRegistry into,
                io.micrometer.observation.@Nullable Observation outside) {
            super(observation);
            this.session = session;
            this.into = into;
            this.outside = outside;
        }

        @Override
        public void ended(End end) {
            sessions.remove(session.id());
            super.ended(end);
        }

        /** Where the work was asked for counts, not the thread on which it runs again. */
        @Override
        public Observation again(SessionInfo next) {
            return begin(next, into, outside);
        }
    }
}
