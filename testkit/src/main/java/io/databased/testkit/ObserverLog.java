package io.databased.testkit;

import io.databased.DatabaseObserver;
import io.databased.StatementException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes all that an observer is asked and told, a line for each, such as {@code "SELECT movies: answered 2"}. */
public final class ObserverLog implements DatabaseObserver {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<StatementInfo> statements = new CopyOnWriteArrayList<>();
    private final List<SessionInfo> sessions = new CopyOnWriteArrayList<>();
    private final List<PoolEvent> events = new CopyOnWriteArrayList<>();
    private final List<Thread> askedOn = new CopyOnWriteArrayList<>();
    private final List<Flight> flights = new CopyOnWriteArrayList<>();

    /** One that has heard nothing yet. */
    public ObserverLog() {}

    @Override
    public Observation statement(StatementInfo statement) {
        statements.add(statement);
        return asked(statement.summary());
    }

    @Override
    public Observation session(SessionInfo session) {
        sessions.add(session);
        return asked("session " + session.name());
    }

    @Override
    public void pool(PoolEvent event) {
        events.add(event);
    }

    private Observation asked(String what) {
        askedOn.add(Thread.currentThread());
        lines.add(what + ": asked");
        return new Notes(what);
    }

    /** All lines, in the order of being told. */
    public List<String> lines() {
        return lines;
    }

    /** The news of one statement or session, once it has ended; waits for that. */
    public List<String> of(String what) {
        Futures.until(
                "the end of " + what + " in " + lines,
                () -> lines.stream().anyMatch(line -> line.startsWith(what + ": ended")));
        List<String> news = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(what + ": ")) {
                news.add(line.substring(what.length() + 2));
            }
        }
        return news;
    }

    /** What was asked for, in order. */
    public List<StatementInfo> statements() {
        return statements;
    }

    /** What was opened, in order. */
    public List<SessionInfo> sessions() {
        return sessions;
    }

    /** What happened in the pools, in order. */
    public List<PoolEvent> events() {
        return events;
    }

    /** How many of this kind have happened in the pools. */
    public long count(Class<? extends PoolEvent> kind) {
        return events.stream().filter(kind::isInstance).count();
    }

    /** The threads on which it was asked for an observation. */
    public List<Thread> askedOn() {
        return askedOn;
    }

    /** What was sent, in order. */
    public List<Flight> flights() {
        return flights;
    }

    private final class Notes implements Observation {
        private final String what;

        Notes(String what) {
            this.what = what;
        }

        private void note(Object news) {
            lines.add(what + ": " + news);
        }

        @Override
        public void waited(Duration waited) {
            note("waited");
        }

        @Override
        public void sent(Flight flight) {
            flights.add(flight);
            note("sent");
        }

        @Override
        public void answered(long rows) {
            note("answered " + rows);
        }

        @Override
        public void failed(Throwable failure, Kind kind) {
            note("failed " + kind + " " + failure.getClass().getSimpleName());
        }

        @Override
        public void ended(End end) {
            note("ended " + end);
        }

        @Override
        public Observation again(SessionInfo next) {
            sessions.add(next);
            String again = "session " + next.name();
            lines.add(again + ": again after " + what);
            return new Notes(again);
        }
    }
}
