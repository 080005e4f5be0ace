package io.databased.jdbc;

import io.databased.Credentials;
import io.databased.DatabaseUrl;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackendProvider;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Serves {@code jdbc:} URLs with whatever driver knows them. */
public final class JdbcBackendProvider implements DatabaseBackendProvider {
    /** For {@link java.util.ServiceLoader}. */
    public JdbcBackendProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("jdbc");
    }

    /** None: what follows {@code jdbc:} is the driver's business. */
    @Override
    public Set<String> options() {
        return Set.of();
    }

    @Override
    public DatabaseBackend create(DatabaseUrl url) {
        return JdbcBackend.ofUrl(url.toJdbcUrl());
    }

    @Override
    public DatabaseBackend create(DatabaseUrl url, Supplier<? extends CompletionStage<Credentials>> credentials) {
        return JdbcBackend.ofUrl(url.toJdbcUrl(), credentials);
    }
}
