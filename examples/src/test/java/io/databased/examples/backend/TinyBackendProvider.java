package io.databased.examples.backend;

import io.databased.DatabaseUrl;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackendProvider;
import java.util.Set;

// tag::provider
/** Serves URLs such as {@code tiny:///movies}: databases of H2, in memory. */
public final class TinyBackendProvider implements DatabaseBackendProvider {
    @Override
    public Set<String> schemes() {
        return Set.of("tiny");
    }

    @Override
    public Set<String> options() {
        return Set.of();
    }

    @Override
    public DatabaseBackend create(DatabaseUrl url) {
        return new TinyBackend(url.database().orElse("test"));
    }
}
// end::provider
