package io.databased.internal.database;

import io.databased.AlreadyConnectedException;
import io.databased.BlockingDatabase;
import io.databased.Database;
import io.databased.DatabaseObserver.SessionInfo;
import io.databased.DatabaseUrl;
import io.databased.DatabasedException;
import io.databased.Dialect;
import io.databased.InvalidQueryException;
import io.databased.NotConnectedException;
import io.databased.PoolStats;
import io.databased.Query;
import io.databased.RetryPolicy;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.internal.async.Log;
import io.databased.internal.async.Monitor;
import io.databased.internal.async.OperationFuture;
import io.databased.internal.async.Waiting;
import io.databased.internal.context.Callbacks;
import io.databased.internal.context.Context;
import io.databased.internal.context.Lasting;
import io.databased.internal.context.Prepared;
import io.databased.internal.context.Settings;
import io.databased.internal.failure.CallSite;
import io.databased.internal.failure.ConnectFailures;
import io.databased.internal.failure.Failures;
import io.databased.internal.failure.Origin;
import io.databased.internal.session.DefaultSession;
import io.databased.internal.session.Retry;
import io.databased.internal.session.Scope;
import io.databased.internal.statement.Request;
import io.databased.internal.statement.StatementRunner;
import io.databased.internal.stream.Rows;
import io.databased.internal.time.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A database: connected or not, and what it is {@linkplain Connected connected} with. */
public final class DefaultDatabase extends StatementRunner implements Database {
    private final Settings settings;
    private final Lasting lasting;
    private final Callbacks callbacks;
    private final Monitor monitor = new Monitor();

    /** What runs now; written under the monitor. */
    private volatile @Nullable Connected connected;

    // Guarded by the monitor.
    private @Nullable Attempt connecting;
    private @Nullable OperationFuture<Void> disconnecting;
    private boolean disconnected;

    /** One call of {@code connect()}, as far as it has got. */
    private static final class Attempt {
        final OperationFuture<Database> future;
        final CallSite asked = CallSite.here();

        @Nullable
        Connected starting;

        Attempt(OperationFuture<Database> future) {
            this.future = future;
        }
    }

    private DefaultDatabase(Settings settings, Lasting lasting) {
        super(lasting.callbacks().guard());
        this.settings = settings;
        this.lasting = lasting;
        this.callbacks = lasting.callbacks();
    }

    public static Database of(Settings settings) {
        return new DefaultDatabase(settings, Lasting.of(settings));
    }

    // ---- Life ----

    @Override
    public CompletableFuture<Database> connect() {
        Attempt attempt = new Attempt(new OperationFuture<>(callbacks.guard()));
        monitor.enter();
        try {
            if (connected != null || connecting != null) {
                return CompletableFuture.failedFuture(new AlreadyConnectedException(
                        "Database " + url() + " is connected or connecting already; connect() is called once"));
            }
            if (disconnecting != null) {
                return CompletableFuture.failedFuture(new AlreadyConnectedException("Database " + url()
                        + " is still disconnecting; connect again once disconnect() has completed"));
            }
            connecting = attempt;
            monitor.afterwards(() -> start(attempt));
        } finally {
            monitor.exit();
        }
        return attempt.future;
    }

    private void start(Attempt attempt) {
        Connected starting;
        try {
            starting = new Connected(settings, lasting);
        } catch (Throwable defect) { // of a backend
            notStarted(attempt, ConnectFailures.of(defect, url(), attempt.asked));
            return;
        }
        monitor.enter();
        try {
            attempt.starting = starting;
            if (connecting != attempt) { // disconnected meanwhile
                monitor.afterwards(() -> endDisconnecting(starting.abort()));
                return;
            }
        } finally {
            monitor.exit();
        }
        starting.start().whenComplete((started, failure) -> started(attempt, starting, failure));
    }

    private void notStarted(Attempt attempt, Throwable why) {
        monitor.enter();
        try {
            if (connecting == attempt) {
                connecting = null;
                monitor.afterwards(() -> callbacks.settle(attempt.future, null, why));
            } else { // disconnected meanwhile
                monitor.afterwards(() -> endDisconnecting(CompletableFuture.completedFuture(null)));
            }
        } finally {
            monitor.exit();
        }
    }

    private void started(Attempt attempt, Connected starting, @Nullable Throwable failure) {
        monitor.enter();
        try {
            if (connecting != attempt) {
                return; // disconnected meanwhile, which has ended it
            }
            connecting = null;
            if (failure == null) {
                connected = starting;
                monitor.afterwards(() -> log("connected to {0}"));
                monitor.afterwards(() -> callbacks.settle(attempt.future, this, null));
            } else {
                Throwable why = ConnectFailures.of(Failures.unwrap(failure), url(), attempt.asked);
                monitor.afterwards(() ->
                        starting.abort().whenComplete((down, ignored) -> callbacks.settle(attempt.future, null, why)));
            }
        } finally {
            monitor.exit();
        }
    }

    @Override
    public CompletableFuture<Void> disconnect() {
        monitor.enter();
        try {
            OperationFuture<Void> underWay = disconnecting;
            if (underWay != null) {
                return underWay;
            }
            Connected ending = connected;
            Attempt attempt = connecting;
            if (ending == null && attempt == null) {
                return CompletableFuture.failedFuture(notConnected());
            }
            OperationFuture<Void> future = new OperationFuture<>(callbacks.guard());
            disconnecting = future;
            disconnected = true;
            connected = null;
            connecting = null;
            if (ending != null) {
                monitor.afterwards(() -> endDisconnecting(ending.stop()));
            } else if (attempt != null) {
                monitor.afterwards(() -> callbacks.settle(
                        attempt.future,
                        null,
                        new NotConnectedException("Database " + url() + " was disconnected while it was connecting")));
                Connected starting = attempt.starting;
                if (starting != null) { // else it is ended as soon as it is there
                    monitor.afterwards(() -> endDisconnecting(starting.abort()));
                }
            }
            return future;
        } finally {
            monitor.exit();
        }
    }

    private void endDisconnecting(CompletableFuture<Void> down) {
        down.whenComplete((done, failure) -> {
            monitor.enter();
            try {
                OperationFuture<Void> future = disconnecting;
                disconnecting = null;
                if (future != null) {
                    monitor.afterwards(() -> log("disconnected from {0}"));
                    monitor.afterwards(() -> callbacks.settle(future, null, failure));
                }
            } finally {
                monitor.exit();
            }
        });
    }

    private void log(String what) {
        if (settings.callbacks().watching().logged()) {
            Log.Pool.LOGGER.log(Level.INFO, what, url());
        }
    }

    @Override
    public void close() {
        CompletableFuture<Void> down;
        monitor.enter();
        try {
            down = connected == null && connecting == null && disconnecting == null
                    ? CompletableFuture.completedFuture(null)
                    : disconnect();
        } finally {
            monitor.exit();
        }
        requireMayBlock();
        Waiting.untilDone(down);
    }

    void requireMayBlock() {
        callbacks.guard().requireMayBlock();
    }

    @Override
    public boolean isConnected() {
        return connected != null;
    }

    private NotConnectedException notConnected() {
        String why;
        monitor.enter();
        try {
            why = connecting != null
                    ? "is not connected yet; wait for the future of connect() first"
                    : disconnecting != null
                            ? "is not connected any more; it may be connected again once disconnect() has completed"
                            : disconnected
                                    ? "is not connected any more, because of disconnect() or close(); it may be connected"
                                            + " again: call connect() and wait for it first"
                                    : "is not connected; call connect() and wait for it first";
        } finally {
            monitor.exit();
        }
        return new NotConnectedException("Database " + url() + " " + why);
    }

    private Connected current() {
        Connected now = connected;
        if (now == null) {
            throw notConnected();
        }
        return now;
    }

    // ---- Statements ----

    @Override
    protected Context context() {
        return current().context();
    }

    @Override
    protected Runnable submit(Request request) {
        Connected now = current();
        admit(request.prepared());
        OneShot oneShot = new OneShot(now.context(), now.oneShots(), request);
        now.oneShots().run(oneShot);
        return oneShot::abandon;
    }

    @Override
    protected void admit(Prepared prepared) {
        if (prepared.parsed().makesTemporary()) {
            throw refused(
                    prepared,
                    "what is temporary belongs to one connection, and the next statement outside a session may have"
                            + " another: it would be gone at once. Create and use it in one session, or give it to every"
                            + " connection by connectionInitSql(…)");
        }
        if (prepared.parsed().setsTransaction()) {
            throw refused(
                    prepared,
                    "SET TRANSACTION is for one transaction, and outside a session the next statement is not in it. Say it"
                            + " when a session is opened: session(SessionOptions.defaults().withIsolation(…), …)");
        }
    }

    private static DatabasedException refused(Prepared prepared, String why) {
        return prepared.origin().locate(new InvalidQueryException(why));
    }

    @Override
    protected Origin asker(@Nullable CallSite callSite) {
        return new Origin("", null, callSite);
    }

    @Override
    protected @Nullable SessionInfo within() {
        return null;
    }

    @Override
    protected <T> Rows<T> newStream(Query<T> query) {
        return DefaultSession.streamAlone(context(), query, this::sessionFor);
    }

    private DefaultSession sessionFor(Prepared prepared) {
        SessionOptions options = SessionOptions.named(DefaultSession.STREAM);
        DefaultSession session =
                newSession(prepared.reads() ? options.withReadOnly() : options).openedHere();
        session.openUnobserved();
        return session;
    }

    // ---- Sessions ----

    @Override
    public Session session() {
        return session(SessionOptions.defaults());
    }

    @Override
    public Session session(SessionOptions options) {
        if (Objects.requireNonNull(options, "options").retry().maxRuns() > 1) {
            throw new IllegalArgumentException(
                    "withRetry runs work again, and a session that is opened by hand has no work"
                            + " to run; give it to session(options, work), or leave withRetry out");
        }
        return newSession(options).openedHere();
    }

    DefaultSession newSession(SessionOptions options) {
        Connected now = current();
        return DefaultSession.root(now.context(), now.source(), options);
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> session(
            SessionOptions options, Function<? super Session, ? extends CompletionStage<T>> work) {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(work, "work");
        Connected now = current();
        return options.retry().maxRuns() == 1
                ? Scope.run(newSession(options), work)
                : new Retry<>(now.context(), options.retry(), now.retries(), () -> newSession(options), work).start();
    }

    /** Completes when it is time for another run of some work, or none will be possible any more. */
    CompletableFuture<Void> pauseBeforeNext(RetryPolicy policy, int run) {
        Connected now = current();
        CompletableFuture<Void> over = new CompletableFuture<>();
        Duration length = Retry.pause(policy, run, now.context().random());
        Scheduler.Task pause = now.retries().pause(length, () -> over.complete(null));
        over.whenComplete((ended, cancelled) -> pause.cancel());
        return over;
    }

    // ---- Accessors ----

    @Override
    public PoolStats stats() {
        return current().source().stats();
    }

    @Override
    public Optional<PoolStats> stats(PoolStats.Role role) {
        return current().source().stats(role);
    }

    @Override
    public void resizePool(int minSize, int maxSize) {
        current().pool().resize(minSize, maxSize);
    }

    @Override
    public void evictConnections() {
        current().pool().evict();
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
