package io.databased.testkit;

import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.SessionBackend;
import io.databased.spi.SqlDialect;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The smallest database with correct savepoints: one table {@code model (k, v)} with {@code k} unique, held as a stack of
 * maps. It understands exactly the statements named here, and has one connection. Answers come on the caller's thread, so
 * thousands of programs run in a second, one like the other.
 */
public final class ModelBackend implements DatabaseBackend {
    /** Fails with {@link io.databased.StatementException.Kind#UNIQUE} if the key is there. */
    public static final String INSERT = "INSERT INTO model (k, v) VALUES (?, ?)";

    public static final String UPDATE = "UPDATE model SET v = ? WHERE k = ?";
    public static final String DELETE = "DELETE FROM model WHERE k = ?";
    public static final String SELECT = "SELECT v FROM model WHERE k = ?";
    public static final String SELECT_ALL = "SELECT k, v FROM model ORDER BY k";

    private static final DatabaseUrl URL = DatabaseUrl.parse("testkit:///model");

    // Guarded by this: what is committed.
    private SortedMap<String, @Nullable Object> committed = new TreeMap<>();

    /** A model with nothing in it. */
    public ModelBackend() {}

    /** A builder for a database on this backend that completes its futures where the answers come from. */
    public DatabaseBuilder builder() {
        return DatabaseBuilder.of(URL, this).completionExecutor(Runnable::run);
    }

    /** What is committed. */
    public synchronized SortedMap<String, @Nullable Object> committed() {
        return new TreeMap<>(committed);
    }

    synchronized void commit(Map<String, @Nullable Object> work) {
        committed = new TreeMap<>(work);
    }

    @Override
    public SqlDialect dialect() {
        return TestDialect.PLAIN;
    }

    @Override
    public int maxConnections(Role role, int wanted) {
        return role == Role.PRIMARY ? 1 : 0;
    }

    @Override
    public CompletionStage<SessionBackend> open(Role role) {
        return CompletableFuture.completedFuture(new ModelConnection(this));
    }

    @Override
    public boolean permanent(Throwable openFailure) {
        return false;
    }

    @Override
    public boolean onBackendThread() {
        return false;
    }

    @Override
    public CompletionStage<Void> close() {
        return CompletableFuture.completedFuture(null);
    }
}
