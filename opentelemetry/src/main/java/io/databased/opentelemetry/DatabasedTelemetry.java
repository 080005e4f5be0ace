package io.databased.opentelemetry;

import io.databased.Database;
import io.databased.DatabaseObserver;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Spans and metrics by OpenTelemetry's semantic conventions for database clients.
 *
 * <pre>{@code
 * DatabasedTelemetry telemetry = new DatabasedTelemetry("films", openTelemetry);
 * Database database = Database.builder(url).observer(telemetry).build();
 * telemetry.watch(database);
 * }</pre>
 *
 * <p>The parent of a span is the context that is current at the call, whatever thread the answer comes on. A statement of a
 * session has the session as parent, and a child session the session around it, unless a span that was begun inside of the
 * session is current. The texts of statements are as their users wrote them, with parameters and without values; who writes
 * values into the text finds them in the span.
 *
 * <p>Statements are measured as {@code db.client.operation.duration}, pools as {@code db.client.connection.…}; the name of the
 * pool is the one given here, with {@code -replicas} behind it for connections that only read.
 */
public final class DatabasedTelemetry implements DatabaseObserver {
    private static final String SCOPE = "io.databased";

    private final Tracer tracer;
    private final Meter meter;
    private final Durations durations;
    private final PoolMetrics pools;
    private final Map<Long, Opened> sessions = new ConcurrentHashMap<>();

    /** A session that is open, and what was current when it was opened. */
    private record Opened(Span span, Context outside) {}

    /** @param pool the name of the database's pool in metrics */
    public DatabasedTelemetry(String pool, OpenTelemetry telemetry) {
        Objects.requireNonNull(pool, "pool");
        this.tracer = telemetry.getTracer(SCOPE);
        this.meter = telemetry.getMeter(SCOPE);
        this.durations = new Durations(meter);
        this.pools = new PoolMetrics(pool, meter);
    }

    /**
     * Also reports the numbers of the pools, as they are when they are asked for.
     *
     * @return ends that
     */
    public AutoCloseable watch(Database database) {
        return PoolNumbers.watch(meter, pools, Objects.requireNonNull(database, "database"));
    }

    @Override
    public Observation statement(StatementInfo statement) {
        Context current = Context.current();
        SpanBuilder span = tracer.spanBuilder(statement.summary())
                .setSpanKind(SpanKind.CLIENT)
                .setParent(parent(current, statement.session().orElse(null)))
                .setAttribute(Conventions.SYSTEM, Conventions.system(statement.database()))
                .setAttribute(Conventions.SUMMARY, statement.summary())
                .setAttribute(Conventions.TEXT, statement.sql());
        statement.database().url().database().ifPresent(name -> span.setAttribute(Conventions.NAMESPACE, name));
        statement.operation().ifPresent(name -> span.setAttribute(Conventions.OPERATION, name));
        statement.table().ifPresent(name -> span.setAttribute(Conventions.COLLECTION, name));
        if (statement.batchSize() > 1) {
            span.setAttribute(Conventions.BATCH, (long) statement.batchSize());
        }
        return new StatementSpan(span.startSpan(), current, statement, durations);
    }

    @Override
    public Observation session(SessionInfo session) {
        return begin(session, Context.current());
    }

    private Observation begin(SessionInfo session, Context current) {
        Span span = tracer.spanBuilder(
                        session.options().name().map(name -> "session " + name).orElse("session"))
                .setParent(parent(current, session.parent().orElse(null)))
                .setAttribute(Conventions.SYSTEM, Conventions.system(session.database()))
                .setAttribute(Conventions.SESSION, session.name())
                .setAttribute(Conventions.ATTEMPT, (long) session.attempt())
                .startSpan();
        sessions.put(session.id(), new Opened(span, current));
        return new SessionSpan(span, current, session);
    }

    /** The session's span, if nothing nearer is current: what is current is what was when the session was opened. */
    private Context parent(Context current, @Nullable SessionInfo within) {
        Opened session = within == null ? null : sessions.get(within.id());
        if (session == null) {
            return current;
        }
        Span now = Span.fromContextOrNull(current);
        return now == null || now == Span.fromContextOrNull(session.outside()) ? current.with(session.span()) : current;
    }

    @Override
    public void pool(PoolEvent event) {
        pools.record(event);
    }

    private final class SessionSpan extends Spanned {
        private final Context outside;
        private final SessionInfo session;

        SessionSpan(Span span, Context outside, SessionInfo session) {
            super(span);
            this.outside = outside;
            this.session = session;
        }

        @Override
        public void ended(End end) {
            sessions.remove(session.id());
            span.setAttribute(Conventions.OUTCOME, end.name());
            span.end();
        }

        /** Where the work was asked for counts, not the thread on which it runs again. */
        @Override
        public Observation again(SessionInfo next) {
            return begin(next, outside);
        }
    }
}
