package io.databased.spring.boot;

import io.databased.PoolStats;
import io.databased.SessionOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a database whether it answers, and its pool for numbers.
 *
 * @param failure null if it has answered
 * @param details never hold the URL or a password
 */
record HealthCheck(@Nullable Throwable failure, Map<String, Object> details) {
    /** Whoever asks for the health does not wait for longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Shorter, so that what is told is why there was no connection or no answer. */
    private static final SessionOptions QUESTION = SessionOptions.named("health")
            .withReadOnly()
            .withAcquireTimeout(Duration.ofSeconds(2))
            .withStatementTimeout(Duration.ofSeconds(2));

    static HealthCheck of(ManagedDatabase managed) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("database", managed.database().dialect().name());
        try {
            managed.database()
                    .session(QUESTION, session -> session.fetchOne("SELECT 1"))
                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            details.put("pool", pool(managed.database().stats()));
            return new HealthCheck(null, details);
        } catch (CompletionException failed) {
            return new HealthCheck(reason(Optional.ofNullable(failed.getCause()).orElse(failed)), details);
        } catch (RuntimeException failed) {
            return new HealthCheck(failed, details);
        }
    }

    private static Throwable reason(Throwable failure) {
        return failure instanceof TimeoutException
                ? new TimeoutException("no answer within " + PATIENCE.toSeconds() + " s")
                : failure;
    }

    private static Map<String, Object> pool(PoolStats stats) {
        Map<String, Object> pool = new LinkedHashMap<>();
        pool.put("size", stats.connections().size());
        pool.put("idle", stats.connections().idle());
        pool.put("leased", stats.connections().leased());
        pool.put("shared", stats.connections().shared());
        pool.put("waiting", stats.waiting());
        pool.put("max", stats.maxSize());
        return pool;
    }
}
