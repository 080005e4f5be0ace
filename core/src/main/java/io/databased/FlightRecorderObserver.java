package io.databased;

import io.databased.StatementException.Kind;
import java.time.Duration;
import java.util.Optional;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * Events for Java Flight Recorder: {@code databased.Statement} from the call to the answer, and {@code databased.Acquire} for each
 * connection that was waited for. They hold texts with literals, never bound values.
 *
 * <pre>{@code
 * Database.builder(url).observer(new FlightRecorderObserver())
 * }</pre>
 *
 * <p>While nothing is recorded, a statement costs a look at a flag. A named module that uses this says {@code requires jdk.jfr}.
 */
public final class FlightRecorderObserver implements DatabaseObserver {
    /** One for any number of databases. */
    public FlightRecorderObserver() {}

    @Override
    public @Nullable Observation statement(StatementInfo statement) {
        StatementEvent event = new StatementEvent();
        if (!event.isEnabled()) {
            return null;
        }
        event.sql = statement.sql();
        event.summary = statement.summary();
        event.batchSize = statement.batchSize();
        Optional<SessionInfo> session = statement.session();
        event.session = session.map(SessionInfo::name).orElse(null);
        event.thread = Thread.currentThread();
        event.begin();
        return new Recorded(event);
    }

    @Override
    public void pool(PoolEvent event) {
        if (event instanceof PoolEvent.Acquired acquired) {
            AcquireEvent.of(acquired.pool(), acquired.after(), false);
        } else if (event instanceof PoolEvent.TimedOut refused) {
            AcquireEvent.of(refused.pool(), refused.after(), true);
        }
    }

    private static final class Recorded implements Observation {
        private final StatementEvent event;

        Recorded(StatementEvent event) {
            this.event = event;
        }

        @Override
        public void waited(Duration waited) {
            event.waited += waited.toNanos();
        }

        @Override
        public void answered(long rows) {
            event.rows = rows;
        }

        @Override
        public void failed(Throwable failure, Kind kind) {
            event.failure = kind.name();
        }

        @Override
        public void ended(End end) {
            event.commit();
        }
    }

    @Name("databased.Statement")
    @Label("Statement")
    @Category("Databased")
    @Description("A statement, from the call to the answer")
    @StackTrace(false)
    @SuppressWarnings("UnusedVariable") // Flight Recorder reads them
    private static final class StatementEvent extends Event {
        @Label("SQL")
        @Nullable
        String sql;

        @Label("Summary")
        @Nullable
        String summary;

        @Label("Session")
        @Nullable
        String session;

        @Label("Called By")
        @Nullable
        Thread thread;

        @Label("Waited for a Connection")
        @Timespan(Timespan.NANOSECONDS)
        long waited;

        @Label("Rows")
        long rows;

        @Label("Batch Size")
        int batchSize;

        @Label("Failure")
        @Description("The portable kind; none if it was answered")
        @Nullable
        String failure;
    }

    @Name("databased.Acquire")
    @Label("Acquire")
    @Category("Databased")
    @Description("A session or a statement was given a connection, or was refused one")
    @StackTrace(false)
    @SuppressWarnings("UnusedVariable") // Flight Recorder reads them
    private static final class AcquireEvent extends Event {
        @Label("Database")
        @Nullable
        String database;

        @Label("Role")
        @Nullable
        String role;

        @Label("Waited")
        @Timespan(Timespan.NANOSECONDS)
        long waited;

        @Label("Refused")
        boolean refused;

        static void of(Pool pool, Duration waited, boolean refused) {
            AcquireEvent event = new AcquireEvent();
            if (event.isEnabled()) {
                event.database = pool.url().toString();
                event.role = pool.role().name();
                event.waited = waited.toNanos();
                event.refused = refused;
                event.commit();
            }
        }
    }
}
