package io.databased.internal.database;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.PoolOptions;
import io.databased.Sql;
import io.databased.internal.async.CompletionExecutors;
import io.databased.internal.context.Context;
import io.databased.internal.context.Settings;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads a row of a database that needs no driver, from connect to disconnect. A driver takes a while to open its first
 * connection in a new JVM; what the first statement needs of the library is loaded in that time, on a thread that would do
 * nothing else.
 */
public record WarmUp(Settings settings) implements Runnable {
    private static final AtomicBoolean DONE = new AtomicBoolean();

    private record Warm(int one, long two, String three) {}

    /** The first time it is asked for. */
    static void once(Context context) {
        if (DONE.compareAndSet(false, true)) {
            CompletionExecutors.shared()
                    .execute(() -> context.callbacks().call("warming up", new WarmUp(context.settings())));
        }
    }

    @Override
    public void run() {
        Database database = DefaultDatabase.of(new Settings(
                settings.url(),
                new WarmUpBackend(settings.backend().dialect()),
                PoolOptions.defaults(),
                false,
                new Settings.UserCode(Runnable::run, List.of(), new Settings.Watching(List.of(), false, null), true),
                new Settings.Limits(null, DatabaseBuilder.DEFAULT_COMMIT_TIMEOUT, Settings.Clock.real())));
        database.connect().join();
        try {
            database.fetchOne(Sql.sql("SELECT ? AS one, 2 AS two, '3' AS three", List.of(1))
                            .mapTo(Warm.class))
                    .join();
        } finally {
            database.disconnect().join();
        }
    }
}
