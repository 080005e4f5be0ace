package io.databased.mysql;

import io.databased.Credentials;
import io.databased.DatabaseUrl;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackendProvider;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Serves {@code mysql://} and {@code mariadb://}; the scheme names the dialect, either connects to either server. */
public final class MySqlBackendProvider implements DatabaseBackendProvider {
    /** For the service loader. */
    public MySqlBackendProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("mysql", "mariadb");
    }

    @Override
    public Set<String> options() {
        return MySqlSettings.OPTIONS;
    }

    @Override
    public DatabaseBackend create(DatabaseUrl url) {
        return MySqlBackend.of(url);
    }

    @Override
    public DatabaseBackend create(DatabaseUrl url, Supplier<? extends CompletionStage<Credentials>> credentials) {
        return MySqlBackend.ofCredentials(url, credentials);
    }
}
