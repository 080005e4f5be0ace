package io.databased;

import io.databased.internal.context.Settings;
import io.databased.internal.time.Scheduler;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** For tests: databases for which time is not the real one. */
public final class VirtualDatabase {
    private VirtualDatabase() {}

    /** The database that the builder makes, in that time. */
    public static Database build(DatabaseBuilder builder, Supplier<Scheduler> time, DoubleSupplier random) {
        return builder.clock(new Settings.Clock(time, random)).build();
    }
}
