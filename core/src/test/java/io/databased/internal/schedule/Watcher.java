package io.databased.internal.schedule;

import io.databased.DatabaseObserver;
import io.databased.StatementException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Observes a whole schedule: whatever it is asked about must be told in order, and must end once. */
final class Watcher implements DatabaseObserver {
    private final World world;
    private final Runnable whenCalled;
    private final List<Watched> all = new ArrayList<>();
    private int acquired;
    private int released;

    Watcher(World world, Runnable whenCalled) {
        this.world = world;
        this.whenCalled = whenCalled;
    }

    @Override
    public Observation statement(StatementInfo statement) {
        return watch(new Watched("statement " + statement.sql(), false));
    }

    @Override
    public Observation session(SessionInfo session) {
        return watch(new Watched("session " + session.name() + " " + session.attempt(), true));
    }

    private Observation watch(Watched watched) {
        called("being asked"); // whoever throws is told nothing
        all.add(watched);
        return watched;
    }

    @Override
    public void pool(PoolEvent event) {
        if (event instanceof PoolEvent.Acquired) {
            acquired++;
        } else if (event instanceof PoolEvent.Released) {
            released++;
        }
        called("a pool event");
    }

    private void called(String what) {
        whenCalled.run();
        if (world.strikes(Fault.OBSERVER_THROWS)) {
            throw new World.ThrownError("an observer, at " + what);
        }
    }

    /** When all is over. */
    void check() {
        for (Watched watched : all) {
            if (watched.ends != 1) {
                world.violated("what is observed ends " + watched.ends + " times", watched);
            }
        }
        if (acquired != released) {
            world.violated("connections are acquired and not released", acquired + ", " + released);
        }
    }

    private final class Watched implements Observation {
        private final String what;
        private final boolean session;
        private final List<String> told = new ArrayList<>();
        private int ends;

        Watched(String what, boolean session) {
            this.what = what;
            this.session = session;
        }

        private void told(String news) {
            news(news);
            called(news);
        }

        private void news(String news) {
            world.trace("observer", news, what);
            if (ends > 0) {
                world.violated("an observer is told something after the end", this + ", then " + news);
            }
            told.add(news);
        }

        private boolean has(String news) {
            return told.contains(news);
        }

        private void require(boolean right, String news) {
            if (!right) {
                world.violated("an observer is told something out of order: " + news, this);
            }
        }

        @Override
        public void waited(Duration waited) {
            require(!has("answered") && !has("failed"), "waited");
            told("waited");
        }

        @Override
        public void sent(Flight flight) {
            require(!has("answered") && !has("failed"), "sent");
            told("sent");
        }

        @Override
        public void answered(long rows) {
            require(!session && has("sent") && !has("answered") && !has("failed"), "answered");
            told("answered");
        }

        @Override
        public void failed(Throwable failure, Kind kind) {
            require(!has("answered") && !has("failed"), "failed");
            told("failed");
        }

        @Override
        public void ended(End end) {
            require(
                    switch (end) {
                        case ANSWERED -> has("answered");
                        case FAILED -> has("failed");
                        case COMMITTED, ROLLED_BACK -> session && !has("failed");
                    },
                    "ended " + end);
            news("ended");
            ends++;
            called("the end");
        }

        @Override
        public String toString() {
            return what + ": " + told;
        }
    }
}
