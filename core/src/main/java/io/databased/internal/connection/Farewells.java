package io.databased.internal.connection;

import io.databased.DatabaseUrl;
import io.databased.internal.async.Log;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.stream.Collectors;

/** What the log tells of a disconnect that cannot end at once, because something is still in use. */
final class Farewells {
    private static final int SHOWN = 10;

    private Farewells() {}

    static void waits(DatabaseUrl url, List<?> holders, long graceNanos) {
        Log.Pool.LOGGER.log(
                Level.WARNING,
                "disconnecting from {0} waits, {1} ms at most, for: {2}",
                url,
                graceNanos / 1_000_000,
                list(holders));
    }

    static void over(DatabaseUrl url, List<?> holders) {
        Log.Pool.LOGGER.log(
                Level.WARNING,
                "disconnecting from {0}: the grace is over, and what was still in use is rolled back: {1}",
                url,
                list(holders));
    }

    private static String list(List<?> holders) {
        String some = holders.stream().limit(SHOWN).map(Object::toString).collect(Collectors.joining(", "));
        return holders.size() <= SHOWN ? some : some + " and " + (holders.size() - SHOWN) + " more";
    }
}
