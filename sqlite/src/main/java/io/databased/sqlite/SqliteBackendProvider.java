package io.databased.sqlite;

import io.databased.DatabaseUrl;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackendProvider;
import java.util.Set;

/** Serves {@code sqlite:} URLs. */
public final class SqliteBackendProvider implements DatabaseBackendProvider {
    /** For {@link java.util.ServiceLoader}. */
    public SqliteBackendProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("sqlite");
    }

    @Override
    public Set<String> options() {
        return SqliteSettings.OPTIONS;
    }

    @Override
    public DatabaseBackend create(DatabaseUrl url) {
        return new SqliteBackend(url);
    }
}
