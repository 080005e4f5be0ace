package io.databased.internal.context;

import io.databased.DatabaseObserver;
import io.databased.DatabaseObserver.DatabaseInfo;
import io.databased.DatabaseObserver.Observation;
import io.databased.DatabaseObserver.PoolEvent;
import io.databased.DatabaseObserver.SessionInfo;
import io.databased.DatabaseObserver.StatementInfo;
import io.databased.SessionOptions;
import io.databased.internal.async.Log;
import io.databased.internal.sql.ParsedSql;
import io.databased.internal.time.Scheduler;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who watches a database. Without anybody, asking costs the look at an array that is empty. */
public final class Observers {
    private static final AtomicLong SESSIONS = new AtomicLong();

    /** An observer whose mistakes are nobody else's, and are logged once. */
    static final class Watcher {
        private final DatabaseObserver observer;
        private final AtomicBoolean failed = new AtomicBoolean();

        Watcher(DatabaseObserver observer) {
            this.observer = observer;
        }

        <T extends @Nullable Object> @Nullable T ask(Function<DatabaseObserver, @Nullable T> question) {
            try {
                return question.apply(observer);
            } catch (Throwable thrown) {
                if (failed.compareAndSet(false, true)) {
                    Log.LOGGER.log(
                            Level.WARNING,
                            "A database observer failed; it is asked again, and is not reported again",
                            thrown);
                }
                return null;
            }
        }
    }

    /** What a watcher wants to be told of one statement or session. */
    record Watched(Watcher by, Observation observation) {}

    private final Watcher[] users;
    private final Watcher @Nullable [] logged; // with the log of statements; null if nothing is to be logged
    private final Settings settings;
    private final Settings.Watching watching;
    private final Scheduler clock;
    private volatile Watcher[] watchers;

    public Observers(Settings settings, Scheduler clock) {
        this.settings = settings;
        this.watching = settings.callbacks().watching();
        this.clock = clock;
        this.users = watching.observers().stream().map(Watcher::new).toArray(Watcher[]::new);
        this.watchers = users;
        if (watching.logged()) {
            Watcher log = new Watcher(new StatementLog(watching.slowStatement(), clock));
            this.logged = Stream.concat(Arrays.stream(users), Stream.of(log)).toArray(Watcher[]::new);
            noticeLevel();
        } else {
            this.logged = null;
        }
    }

    /** Statements are logged or not, as the level is now; asked from time to time, since it costs too much for each of them. */
    public void noticeLevel() {
        Watcher[] withLog = logged;
        if (withLog != null) {
            boolean logs = watching.slowStatement() != null || StatementLog.isDebugging();
            watchers = logs ? withLog : users;
        }
    }

    public boolean isEmpty() {
        return watchers.length == 0;
    }

    /** When something begins that will be told; of no account where nobody hears of it. */
    public long now() {
        return isEmpty() ? 0 : clock.nanoTime();
    }

    /**
     * On the caller's thread: a statement is asked for.
     *
     * @param session in which it is asked for, if that is observed
     */
    public Observed statement(Prepared prepared, @Nullable SessionInfo session) {
        if (isEmpty()) {
            return Observed.BY_NOBODY;
        }
        ParsedSql parsed = prepared.parsed();
        return ask(new StatementInfo(
                database(),
                prepared.origin().sql(),
                named(parsed.operation()),
                named(parsed.table()),
                prepared.batchSize(),
                Optional.ofNullable(session)));
    }

    /** As {@link #statement}, of a script. */
    public Observed script(String sql, int statements, @Nullable SessionInfo session) {
        return isEmpty()
                ? Observed.BY_NOBODY
                : ask(new StatementInfo(
                        database(), sql, Optional.empty(), Optional.empty(), statements, Optional.ofNullable(session)));
    }

    private Observed ask(StatementInfo statement) {
        List<Watched> watched = new ArrayList<>(2);
        for (Watcher watcher : watchers) {
            Observation observation = watcher.ask(observer -> observer.statement(statement));
            if (observation != null) {
                watched.add(new Watched(watcher, observation));
            }
        }
        return observed(watched, Observed.BY_NOBODY);
    }

    /** What is told of a session; another number each time. Not to be called without an observer. */
    public SessionInfo session(String name, SessionOptions options, @Nullable SessionInfo parent, int attempt) {
        return new SessionInfo(
                database(), SESSIONS.incrementAndGet(), name, Optional.ofNullable(parent), attempt, options);
    }

    /**
     * On the caller's thread: a session is opened.
     *
     * @param parent the session around it; its end is the end of this
     * @param before the session that its work ran in before, if it runs again
     */
    public Observed session(SessionInfo session, Observed parent, Observed before) {
        List<Watched> watched = new ArrayList<>(2);
        for (Watcher watcher : watchers) {
            Observation former = before.of(watcher);
            Observation observation = former == null ? null : watcher.ask(observer -> former.again(session));
            if (observation == null) {
                observation = watcher.ask(observer -> observer.session(session));
            }
            if (observation != null) {
                watched.add(new Watched(watcher, observation));
            }
        }
        return observed(watched, parent);
    }

    private Observed observed(List<Watched> watched, Observed parent) {
        return watched.isEmpty() ? Observed.BY_NOBODY : new Observed(watched, clock::nanoTime, parent);
    }

    /** Under no lock. */
    public void pool(PoolEvent event) {
        for (Watcher watcher : watchers) {
            watcher.ask(observer -> {
                observer.pool(event);
                return null;
            });
        }
    }

    private DatabaseInfo database() {
        return new DatabaseInfo(settings.backend().dialect().name(), settings.url());
    }

    private static Optional<String> named(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }
}
