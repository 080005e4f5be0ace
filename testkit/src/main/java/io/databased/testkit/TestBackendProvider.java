package io.databased.testkit;

import io.databased.DatabaseUrl;
import io.databased.InvalidUrlException;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackendProvider;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Finds the backends that tests made, by the {@code testkit:///number} URL that each of them got. */
public final class TestBackendProvider implements DatabaseBackendProvider {
    private static final String PREFIX = "testkit:///";
    private static final AtomicLong NUMBERS = new AtomicLong();

    /** Weak: a backend lives as long as its test or its database holds it. */
    private static final Map<String, WeakReference<DatabaseBackend>> BACKENDS = new ConcurrentHashMap<>();

    /** For the service loader. */
    public TestBackendProvider() {}

    /** Makes the backend known and gives the URL under which a database finds it. */
    static String register(DatabaseBackend backend) {
        String url = PREFIX + NUMBERS.incrementAndGet();
        BACKENDS.values().removeIf(known -> known.get() == null);
        BACKENDS.put(url, new WeakReference<>(backend));
        return url;
    }

    @Override
    public Set<String> schemes() {
        return Set.of("testkit");
    }

    @Override
    public Set<String> options() {
        return Set.of();
    }

    @Override
    public DatabaseBackend create(DatabaseUrl url) {
        WeakReference<DatabaseBackend> known = BACKENDS.get(url.toString());
        DatabaseBackend backend = known == null ? null : known.get();
        if (backend == null) {
            throw new InvalidUrlException("no test backend has this URL; take it from url() of a backend in use");
        }
        return backend;
    }
}
