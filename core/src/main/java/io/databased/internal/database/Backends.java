package io.databased.internal.database;

import io.databased.Credentials;
import io.databased.DatabaseUrl;
import io.databased.InvalidUrlException;
import io.databased.internal.async.Log;
import io.databased.internal.failure.ConnectFailures;
import io.databased.internal.failure.NearestName;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackendProvider;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds the backend for a URL. */
public final class Backends {
    private static final Set<String> POOL_OPTIONS =
            Set.of("min_size", "max_size", "acquire_timeout", "max_waiting", "idle_timeout", "max_lifetime");

    /** Schemes that this library has an artifact for, for those who have not added it. */
    private static final Map<String, String> ARTIFACTS = Map.of(
            "sqlite", "databased-sqlite",
            "postgresql", "databased-postgresql",
            "jdbc", "databased-jdbc",
            "mysql", "databased-mysql",
            "mariadb", "databased-mysql");

    /** Databases that are reached over JDBC; some are spelled like others that are not. */
    private static final Set<String> OVER_JDBC =
            Set.of("mssql", "sqlserver", "oracle", "db2", "h2", "hsqldb", "derby", "duckdb");

    /** What they are called elsewhere. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of("pg", "postgresql", "pgsql", "postgresql", "psql", "postgresql", "asyncpg", "postgresql");

    private Backends() {}

    /** @throws InvalidUrlException if no backend serves the scheme, several do, or an option is not known */
    public static DatabaseBackend find(
            DatabaseUrl url, @Nullable Supplier<? extends CompletionStage<Credentials>> credentials) {
        List<DatabaseBackendProvider> serving = new ArrayList<>();
        Set<String> schemes = new TreeSet<>();
        for (DatabaseBackendProvider provider : providers()) {
            schemes.addAll(provider.schemes());
            if (provider.schemes().contains(url.scheme())) {
                serving.add(provider);
            }
        }
        if (serving.size() > 1) {
            throw new InvalidUrlException("Several backends serve the scheme '" + url.scheme() + "': "
                    + serving.stream()
                            .map(provider -> provider.getClass().getName())
                            .toList()
                    + "; keep one of them on the class path");
        }
        if (serving.isEmpty()) {
            throw new InvalidUrlException(unserved(url, schemes));
        }
        try {
            return create(serving.get(0), url, credentials);
        } catch (LinkageError unlinked) { // a provider is found without its driver, too
            throw new InvalidUrlException(
                    "The backend of the scheme '" + url.scheme() + "' cannot be used: "
                            + ConnectFailures.missing(unlinked),
                    unlinked);
        }
    }

    private static DatabaseBackend create(
            DatabaseBackendProvider provider,
            DatabaseUrl url,
            @Nullable Supplier<? extends CompletionStage<Credentials>> credentials) {
        Set<String> known = new LinkedHashSet<>(provider.options());
        known.addAll(POOL_OPTIONS);
        url.requireKnownOptions(known);
        return credentials == null ? provider.create(url) : provider.create(url, credentials);
    }

    /** One that cannot be loaded is reported and passed over: it must not keep the others from serving. */
    private static List<DatabaseBackendProvider> providers() {
        List<DatabaseBackendProvider> providers = new ArrayList<>();
        Iterator<DatabaseBackendProvider> found = ServiceLoader.load(
                        DatabaseBackendProvider.class, Backends.class.getClassLoader())
                .iterator();
        while (true) {
            try {
                if (!found.hasNext()) {
                    return providers;
                }
                providers.add(found.next());
            } catch (ServiceConfigurationError broken) {
                Log.LOGGER.log(Level.WARNING, "A database backend on the class path cannot be loaded", broken);
            }
        }
    }

    /** Python's URLs name the driver behind a +. */
    private static @Nullable String nearest(String scheme) {
        String database = scheme.replaceFirst("\\+.*", "");
        return ARTIFACTS.containsKey(database)
                ? database
                : OTHER_NAMES.getOrDefault(scheme, NearestName.of(scheme, ARTIFACTS.keySet()));
    }

    /** What is told if none of the schemes that are served is that of the URL. */
    static String unserved(DatabaseUrl url, Set<String> schemes) {
        String scheme = url.scheme();
        String product = scheme.equals("jdbc") ? url.toString().split(":", -1)[1] : ""; // jdbc:name:***
        String artifact = ARTIFACTS.get(scheme);
        String nearest = OVER_JDBC.contains(scheme) ? null : nearest(scheme);
        String remedy = artifact != null
                ? (schemes.contains(product)
                                ? "write " + product + (product.equals("sqlite") ? ":///…" : "://…")
                                        + " without jdbc:, or "
                                : "")
                        + "add the artifact io.databased:" + artifact
                : nearest != null
                        ? "did you mean '" + nearest + "'?"
                        : "for other databases add io.databased:databased-jdbc and a driver, and use a jdbc: URL";
        return "No backend on the class path serves the scheme '" + scheme + "' (served are "
                + (schemes.isEmpty() ? "none" : String.join(", ", schemes)) + "); " + remedy;
    }
}
