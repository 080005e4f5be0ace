package io.databased.internal.session;

import io.databased.Converter;
import io.databased.DatabaseListener;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.spi.DatabaseBackend;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a database was built with. */
public record Settings(
        DatabaseUrl url,
        DatabaseBackend backend,
        PoolOptions pool,
        boolean forceRollback,
        Callbacks callbacks,
        Timeouts timeouts) {
    /**
     * Where users' code is called.
     *
     * @param executor null for the shared one
     */
    public record Callbacks(
            @Nullable Executor executor,
            List<Converter<?, ?>> converters,
            @Nullable DatabaseListener listener,
            boolean callerLines) {}

    /** The deadlines that are not the pool's. */
    public record Timeouts(@Nullable Duration statement, Duration commit) {}
}
