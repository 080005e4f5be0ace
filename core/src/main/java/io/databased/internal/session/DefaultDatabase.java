package io.databased.internal.session;

import io.databased.AlreadyConnectedException;
import io.databased.BlockingDatabase;
import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.Dialect;
import io.databased.NotConnectedException;
import io.databased.PoolStats;
import io.databased.Query;
import io.databased.Session;
import io.databased.SessionOptions;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A database: connected or not, and the {@linkplain Generation generation} that it is connected with. */
public final class DefaultDatabase extends StatementRunner implements Database {
    private final Settings settings;
    private final Blueprint blueprint;
    private final ReentrantLock lock = new ReentrantLock();

    /** What runs now; written under the lock. */
    private volatile @Nullable Generation generation;

    // Guarded by the lock.
    private @Nullable OperationFuture<Database> connecting;
    private @Nullable CompletableFuture<Void> disconnecting;

    private DefaultDatabase(Settings settings, Blueprint blueprint) {
        super(blueprint.guard());
        this.settings = settings;
        this.blueprint = blueprint;
    }

    public static Database of(Settings settings) {
        return new DefaultDatabase(settings, new Blueprint(settings));
    }

    // ---- Life ----

    @Override
    public CompletableFuture<Database> connect() {
        OperationFuture<Database> future = new OperationFuture<>(blueprint.guard());
        lock.lock();
        try {
            if (generation != null || connecting != null) {
                return CompletableFuture.failedFuture(new AlreadyConnectedException(
                        "Database " + url() + " is connected or connecting already; connect() is called once"));
            }
            if (disconnecting != null) {
                return CompletableFuture.failedFuture(new AlreadyConnectedException("Database " + url()
                        + " is still disconnecting; connect again once disconnect() has completed"));
            }
            connecting = future;
        } finally {
            lock.unlock();
        }
        Generation starting = new Generation(settings, blueprint);
        starting.start().whenComplete((started, failure) -> connected(starting, failure, future));
        return future;
    }

    private void connected(Generation started, @Nullable Throwable failure, OperationFuture<Database> future) {
        boolean current;
        lock.lock();
        try {
            current = connecting == future;
            if (current) {
                connecting = null;
                generation = failure == null ? started : null;
            }
        } finally {
            lock.unlock();
        }
        if (failure == null && current) {
            started.engine().settle(future, this, null);
            return;
        }
        Throwable why = failure != null
                ? ConnectFailures.of(Failures.unwrap(failure), url())
                : new NotConnectedException("Database " + url() + " was disconnected while it was connecting");
        started.abort().whenComplete((down, ignored) -> started.engine().settle(future, null, why));
    }

    @Override
    public CompletableFuture<Void> disconnect() {
        lock.lock();
        try {
            CompletableFuture<Void> underWay = disconnecting;
            if (underWay != null) {
                return underWay;
            }
            Generation ending = generation;
            if (ending == null) {
                if (connecting != null) {
                    connecting = null; // its connections are closed as they arrive
                    return CompletableFuture.completedFuture(null);
                }
                return CompletableFuture.failedFuture(notConnected());
            }
            generation = null;
            OperationFuture<Void> future = new OperationFuture<>(blueprint.guard());
            disconnecting = future;
            ending.stop().whenComplete((done, failure) -> disconnected(ending, failure, future));
            return future;
        } finally {
            lock.unlock();
        }
    }

    private void disconnected(Generation ended, @Nullable Throwable failure, OperationFuture<Void> future) {
        lock.lock();
        try {
            disconnecting = null;
        } finally {
            lock.unlock();
        }
        ended.engine().settle(future, null, failure);
    }

    @Override
    public void close() {
        CompletableFuture<Void> down;
        lock.lock();
        try {
            down = generation == null && connecting == null && disconnecting == null
                    ? CompletableFuture.completedFuture(null)
                    : disconnect();
        } finally {
            lock.unlock();
        }
        blueprint.guard().requireMayBlock();
        Waiting.untilDone(down);
    }

    @Override
    public boolean isConnected() {
        return generation != null;
    }

    private NotConnectedException notConnected() {
        return new NotConnectedException(
                "Database " + url() + " is not connected; call connect() and wait for it first");
    }

    Generation current() {
        Generation now = generation;
        if (now == null) {
            throw notConnected();
        }
        return now;
    }

    // ---- Statements ----

    @Override
    Engine engine() {
        return current().engine();
    }

    @Override
    Runnable submit(Request request) {
        Generation now = current();
        OneShot oneShot = new OneShot(now.engine(), now.source(), request);
        now.source().run(oneShot);
        return oneShot::abandon;
    }

    @Override
    <T> RowStream<T> newStream(Query<T> query) {
        Engine engine = engine();
        return new RowStream<>(
                engine,
                query,
                this::sessionFor,
                (session, completed) -> completed ? session.commitNow() : session.cancelNow());
    }

    private DefaultSession sessionFor(Prepared prepared) {
        SessionOptions options = SessionOptions.named("stream");
        DefaultSession session = Opening.byHand(newSession(prepared.reads() ? options.withReadOnly() : options));
        session.openNow(false);
        return session;
    }

    // ---- Sessions ----

    @Override
    public Session session() {
        return session(SessionOptions.defaults());
    }

    @Override
    public Session session(SessionOptions options) {
        return Opening.byHand(newSession(options));
    }

    DefaultSession newSession(SessionOptions options) {
        Generation now = current();
        return DefaultSession.root(now.engine(), now.source(), options);
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> session(
            SessionOptions options, Function<? super Session, ? extends CompletionStage<T>> work) {
        Objects.requireNonNull(work, "work");
        Generation now = current();
        return options.retry().maxRuns() == 1
                ? Scope.run(newSession(options), work)
                : new Retry<>(now.engine(), options.retry(), () -> newSession(options), work).start();
    }

    // ---- Accessors ----

    @Override
    public PoolStats stats() {
        return current().source().stats();
    }

    @Override
    public DatabaseUrl url() {
        return settings.url();
    }

    @Override
    public Dialect dialect() {
        return settings.backend().dialect();
    }

    @Override
    public BlockingDatabase blocking() {
        return new DefaultBlockingDatabase(this);
    }

    @Override
    public String toString() {
        return "database " + url() + (isConnected() ? " (connected)" : " (not connected)");
    }
}
