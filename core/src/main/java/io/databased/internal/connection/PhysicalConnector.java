package io.databased.internal.connection;

import io.databased.PoolStats;
import io.databased.StatementException.Kind;
import io.databased.internal.context.Lasting;
import io.databased.internal.context.Prepared;
import io.databased.internal.context.Settings;
import io.databased.internal.failure.ConnectFailures;
import io.databased.internal.failure.Failures;
import io.databased.internal.pool.Connector;
import io.databased.internal.time.Scheduler;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.SessionBackend;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Opens the connections of one role for a pool, and tells the pool which are lost. */
public final class PhysicalConnector implements Connector<Line> {
    private final DatabaseBackend backend;
    private final Role role;
    private final Scheduler timer;
    private final Settings settings;
    private final List<Prepared> connectionInit;
    private final AtomicReference<@Nullable Ahead> ahead = new AtomicReference<>();
    private volatile BiConsumer<Line, String> pool = (line, why) -> {};
    private volatile boolean hadOne;

    public PhysicalConnector(Settings settings, Lasting lasting, Role role, Scheduler timer) {
        this.settings = settings;
        this.backend = settings.backend();
        this.connectionInit = lasting.connectionInit();
        this.role = role;
        this.timer = timer;
    }

    /** Begins to open what the pool will ask for first, before there is a pool. */
    public void openAhead() {
        CompletableFuture<Void> givenUp = new CompletableFuture<>();
        ahead.set(new Ahead(Call.ask(() -> backend.open(role, givenUp)), givenUp));
    }

    /** Closes what was opened ahead; there will be no pool. */
    public void closeAhead() {
        Ahead begun = ahead.getAndSet(null);
        if (begun != null) {
            begun.givenUp.complete(null);
            begun.opening.thenAccept(SessionBackend::close);
        }
    }

    /** A connection that is being opened before anybody waits for it. */
    private record Ahead(CompletionStage<SessionBackend> opening, CompletableFuture<Void> givenUp) {}

    /** Before the pool opens anything. */
    void lostTo(BiConsumer<Line, String> lost) {
        pool = lost;
    }

    /** In the words of users. */
    PoolStats.Role role() {
        return role == Role.PRIMARY ? PoolStats.Role.PRIMARY : PoolStats.Role.REPLICA;
    }

    @Override
    public CompletionStage<Line> connect(CompletionStage<?> givenUp) {
        if (dataIsGone()) {
            return CompletableFuture.failedFuture(new BackendException(
                    "its data was in a connection that had to be closed, because it was lost, or because of a setting or a temporary"
                            + " table on it; so the data is gone. Nothing was opened in its place: disconnect, and connect anew, or use"
                            + " a file",
                    Kind.SYSTEM,
                    Effect.NOT_SENT,
                    null));
        }
        long deadline = timer.nanoTime() + settings.pool().loginTimeout().toNanos() * 9 / 10;
        CompletionStage<Line> opened = open(givenUp).thenApply(this::line);
        CompletionStage<Line> ready =
                connectionInit.isEmpty() ? opened : opened.thenCompose(line -> initialized(line, deadline));
        return ready.thenApply(line -> {
            hadOne = true;
            return line;
        });
    }

    private boolean dataIsGone() {
        return hadOne && role == Role.PRIMARY && backend.connectionsHoldData();
    }

    private Line line(SessionBackend opened) {
        Line line = new Line(opened, role(), timer, settings.pool().closeTimeout(), connectionInit);
        line.lostTo(pool);
        return line;
    }

    /** One that fails is closed, and its place is free then, or at the deadline, which is a moment before that of the pool. */
    private CompletionStage<Line> initialized(Line line, long deadline) {
        CompletableFuture<Line> ready = new CompletableFuture<>();
        line.initialize(Duration.ofNanos(left(deadline))).whenComplete((done, failure) -> {
            if (failure == null) {
                ready.complete(line);
                return;
            }
            Runnable fail = () -> ready.completeExceptionally(Failures.unwrap(failure));
            Scheduler.Task late = timer.schedule(fail, left(deadline));
            line.close().whenComplete((closed, ignored) -> {
                late.cancel();
                fail.run();
            });
        });
        return ready;
    }

    private long left(long deadline) {
        return Math.max(1, deadline - timer.nanoTime());
    }

    private CompletionStage<SessionBackend> open(CompletionStage<?> givenUp) {
        Ahead begun = ahead.getAndSet(null);
        if (begun == null) {
            return backend.open(role, givenUp);
        }
        givenUp.thenRun(() -> begun.givenUp.complete(null));
        return begun.opening;
    }

    @Override
    public CompletionStage<?> validate(Line line) {
        return line.backend().validate();
    }

    @Override
    public CompletionStage<?> reset(Line line) {
        return line.reset(settings.pool().closeTimeout());
    }

    @Override
    public CompletionStage<?> close(Line line) {
        return line.close();
    }

    @Override
    public boolean isAlive(Line line) {
        return !line.isLost();
    }

    /** One-shots depend on nothing before them; how many queue on a connection is the pool's option. */
    @Override
    public int maxPipelined(Line line) {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean isPermanent(Throwable connectFailure) {
        Throwable failure = Failures.unwrap(connectFailure);
        return dataIsGone() || ConnectionInit.isPermanent(failure) || backend.permanent(failure);
    }

    @Override
    public Throwable told(Throwable connectFailure) {
        return ConnectFailures.of(Failures.unwrap(connectFailure), settings.url());
    }
}
