package io.databased.internal.database;

import io.databased.BlockingDatabase;
import io.databased.BlockingSession;
import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.Dialect;
import io.databased.PoolStats;
import io.databased.RetryPolicy;
import io.databased.SessionOptions;
import io.databased.internal.async.Waiting;
import io.databased.internal.session.DefaultBlockingSession;
import io.databased.internal.session.DefaultSession;
import io.databased.internal.session.Retry;
import io.databased.internal.statement.BlockingRunner;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A database for callers that wait. */
public final class DefaultBlockingDatabase extends BlockingRunner implements BlockingDatabase {
    private final DefaultDatabase database;

    DefaultBlockingDatabase(DefaultDatabase database) {
        super(database);
        this.database = database;
    }

    @Override
    public BlockingDatabase connect() {
        database.requireMayBlock();
        Waiting.untilDone(database.connect());
        return this;
    }

    @Override
    public void disconnect() {
        database.requireMayBlock();
        Waiting.untilDone(database.disconnect());
    }

    @Override
    public void close() {
        database.close();
    }

    @Override
    public boolean isConnected() {
        return database.isConnected();
    }

    @Override
    public DatabaseUrl url() {
        return database.url();
    }

    @Override
    public Dialect dialect() {
        return database.dialect();
    }

    @Override
    public PoolStats stats() {
        return database.stats();
    }

    @Override
    public void resizePool(int minSize, int maxSize) {
        database.resizePool(minSize, maxSize);
    }

    @Override
    public void evictConnections() {
        database.evictConnections();
    }

    @Override
    public BlockingSession session() {
        return database.session().blocking();
    }

    @Override
    public BlockingSession session(SessionOptions options) {
        return database.session(options).blocking();
    }

    @Override
    public <T extends @Nullable Object, X extends Throwable> T session(
            SessionOptions options, BlockingSession.Work<T, X> work) throws X {
        RetryPolicy policy = Objects.requireNonNull(options, "options").retry();
        Objects.requireNonNull(work, "work");
        DefaultSession before = null;
        for (int run = 1; ; run++) {
            DefaultSession session = database.newSession(options).openedHere().after(before);
            before = session;
            try {
                return new DefaultBlockingSession(session).run(work);
            } catch (Throwable failure) { // rethrown as it is unless another run is due
                if (run == policy.maxRuns() || !Retry.mayRunAgain(session, failure)) {
                    throw failure;
                }
            }
            CompletableFuture<Void> pause = database.pauseBeforeNext(policy, run);
            Waiting.forValue(pause, () -> pause.cancel(false));
        }
    }

    @Override
    public Database async() {
        return database;
    }
}
