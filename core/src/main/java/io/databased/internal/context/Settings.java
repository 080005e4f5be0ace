package io.databased.internal.context;

import io.databased.Converter;
import io.databased.DatabaseObserver;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.internal.time.Scheduler;
import io.databased.internal.time.TimerScheduler;
import io.databased.spi.DatabaseBackend;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a database was built with. */
public record Settings(
        DatabaseUrl url,
        DatabaseBackend backend,
        PoolOptions pool,
        boolean forceRollback,
        UserCode callbacks,
        Limits limits) {
    /**
     * What users add to it.
     *
     * @param executor where their code is called; null for the shared one
     * @param connectionInitSql what is run on each new connection
     */
    public record UserCode(
            @Nullable Executor executor,
            List<Converter<?, ?>> converters,
            Watching watching,
            boolean callerLines,
            List<String> connectionInitSql) {}

    /**
     * Who hears of what goes on.
     *
     * @param logged whether what goes well is logged
     * @param slowStatement from when on a statement is worth a warning in the log; null for never
     */
    public record Watching(
            List<DatabaseObserver> observers,
            boolean logged,
            @Nullable Duration slowStatement) {}

    /** The deadlines that are not the pool's, and what measures them. */
    public record Limits(@Nullable Duration statement, Duration commit, Clock clock) {}

    /**
     * Where time and chance come from.
     *
     * @param time makes one for each connect
     * @param random between 0 and 1, for jitter
     */
    public record Clock(Supplier<Scheduler> time, DoubleSupplier random) {
        public static Clock real() {
            return new Clock(
                    () -> new TimerScheduler("databased-timer"),
                    () -> ThreadLocalRandom.current().nextDouble());
        }
    }
}
