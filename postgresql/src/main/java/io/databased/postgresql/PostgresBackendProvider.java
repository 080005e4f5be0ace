package io.databased.postgresql;

import io.databased.DatabaseUrl;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackendProvider;
import java.util.Set;

/** Serves {@code postgresql://} and {@code postgres://}, which is another name for it. */
public final class PostgresBackendProvider implements DatabaseBackendProvider {
    /** For the service loader. */
    public PostgresBackendProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("postgresql");
    }

    @Override
    public Set<String> options() {
        return PostgresSettings.OPTIONS;
    }

    @Override
    public DatabaseBackend create(DatabaseUrl url) {
        return PostgresBackend.of(url, System.getenv());
    }
}
