package io.databased.postgresql;

import io.databased.Credentials;
import io.databased.DatabaseUrl;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackendProvider;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

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

    @Override
    public DatabaseBackend create(DatabaseUrl url, Supplier<? extends CompletionStage<Credentials>> credentials) {
        return PostgresBackend.ofCredentials(url, credentials);
    }
}
