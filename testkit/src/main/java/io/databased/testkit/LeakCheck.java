package io.databased.testkit;

import io.databased.Database;
import io.databased.PoolStats;
import java.util.List;

/** Finds what a test left behind. */
public final class LeakCheck {
    private LeakCheck() {}

    /**
     * Waits until no connection of the database is in use and nobody waits for one; what was ended a moment ago may still
     * be on its way back. Not for force-rollback, where one connection is in use all the time.
     *
     * @throws AssertionError with the pool's numbers if they are not there in time
     */
    public static void assertIdle(Database database) {
        try {
            Futures.until("every connection is back", () -> idle(database.stats()));
        } catch (AssertionError e) {
            throw new AssertionError(
                    "connections are still in use: " + database.stats() + "; a session was not closed", e);
        }
    }

    /**
     * Waits until no thread of the library that is not a daemon is alive.
     *
     * @throws AssertionError naming the threads if they are not there in time
     */
    public static void assertNoThreads() {
        Futures.until(
                "no thread but daemons is left of " + threads(), () -> threads().isEmpty());
    }

    private static boolean idle(PoolStats stats) {
        PoolStats.Connections connections = stats.connections();
        return stats.waiting() == 0 && connections.leased() == 0 && connections.sharesInFlight() == 0;
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("databased") && !thread.isDaemon())
                .map(Thread::getName)
                .toList();
    }
}
