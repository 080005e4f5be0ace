package io.databased.internal.context;

import io.databased.DatabaseObserver;
import io.databased.StatementException.Kind;
import io.databased.internal.async.Log;
import io.databased.internal.failure.Failures;
import io.databased.internal.time.Scheduler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The log of statements: each at DEBUG, with its time from the call to the answer, and those that take too long as a warning.
 * SQL is shown as its user wrote it, without values.
 */
final class StatementLog implements DatabaseObserver {
    private static final Logger LOGGER = Log.Statements.LOGGER;
    private static final Set<String> READING =
            Set.of("SELECT", "VALUES", "TABLE", "SHOW", "EXPLAIN", "DESCRIBE", "DESC");

    private final @Nullable Duration slow;
    private final Scheduler clock;
    private final Map<Long, AtomicInteger> writes = new ConcurrentHashMap<>(); // of open sessions

    StatementLog(@Nullable Duration slow, Scheduler clock) {
        this.slow = slow;
        this.clock = clock;
    }

    static boolean isDebugging() {
        return LOGGER.isLoggable(Level.DEBUG);
    }

    @Override
    public @Nullable Observation statement(StatementInfo statement) {
        if (slow == null && !isDebugging()) {
            return null;
        }
        if (!READING.contains(statement.operation().orElse(""))) {
            statement.session().map(session -> writes.get(session.id())).ifPresent(AtomicInteger::incrementAndGet);
        }
        return new Timed(statement);
    }

    @Override
    public @Nullable Observation session(SessionInfo session) {
        if (!isDebugging()) {
            return null;
        }
        AtomicInteger written = new AtomicInteger();
        writes.put(session.id(), written);
        return new Observation() {
            @Override
            public void ended(End end) {
                writes.remove(session.id());
                if (end == End.ROLLED_BACK && written.get() > 0) {
                    LOGGER.log(
                            Level.DEBUG,
                            "session ''{0}'' rolled back {1,choice,1#1 statement|1<{1} statements}, no commit()",
                            session.name(),
                            written.get());
                }
            }
        };
    }

    private final class Timed implements Observation {
        private final StatementInfo statement;
        private final long asked = clock.nanoTime();
        private String outcome = "";

        Timed(StatementInfo statement) {
            this.statement = statement;
        }

        @Override
        public void answered(long rows) {
            outcome = rows == 1 ? "1 row" : rows + " rows";
        }

        @Override
        public void failed(Throwable failure, Kind kind) {
            outcome = "failed (" + kind + ")";
        }

        @Override
        public void ended(End end) {
            long nanos = clock.nanoTime() - asked;
            boolean late = slow != null && nanos >= slow.toNanos();
            Level level = late ? Level.WARNING : Level.DEBUG;
            if (LOGGER.isLoggable(level)) {
                LOGGER.log(level, (late ? "slow: " : "") + text(nanos));
            }
        }

        private String text(long nanos) {
            String batch = statement.batchSize() == 1 ? "" : " (of " + statement.batchSize() + ")";
            String session = statement
                    .session()
                    .map(of -> "; session '" + of.name() + "'")
                    .orElse("");
            return nanos / 1_000_000 + "." + nanos / 100_000 % 10 + " ms, " + outcome + ": "
                    + Failures.shorten(statement.sql()) + batch + session;
        }
    }
}
