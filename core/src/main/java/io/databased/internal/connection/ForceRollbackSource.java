package io.databased.internal.connection;

import io.databased.ConnectionLostException;
import io.databased.PoolStats;
import io.databased.SavepointsUnsupportedException;
import io.databased.SessionOptions;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.internal.context.Context;
import io.databased.internal.failure.Failures;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Force-rollback: one connection, inside one transaction that is never committed. Every outermost session is a nested
 * transaction of it. The sessions run the same code as ever, one level deeper.
 */
public final class ForceRollbackSource implements DatabaseConnections {
    private final Context context;
    private final PoolSource pool;
    private volatile @Nullable HeldConnection outer;
    private volatile @Nullable TurnStack turns;

    public ForceRollbackSource(Context context, PoolSource pool) {
        this.context = context;
        this.pool = pool;
    }

    @Override
    public CompletableFuture<Void> start() {
        return pool.start()
                .thenCompose(started -> context.dialect().savepoints()
                        ? pool.hold("force-rollback", false, context.acquireTimeout())
                        : CompletableFuture.failedFuture(noSavepoints()))
                .thenCompose(this::begin);
    }

    private CompletableFuture<Void> begin(HeldConnection held) {
        Command begin = Command.control(List.of(context.transactionSql().begin(0, SessionOptions.defaults())));
        return held.line()
                .control(begin, "BEGIN", context.acquireTimeout())
                .whenComplete((begun, failure) -> {
                    if (failure == null) {
                        turns = new TurnStack(context, held.line());
                        outer = held;
                    } else {
                        held.destroy("its transaction could not begin");
                    }
                })
                .thenAccept(begun -> {});
    }

    /** Known now at the latest: some backends ask the first connection which database it is. */
    private SavepointsUnsupportedException noSavepoints() {
        return new SavepointsUnsupportedException("Force-rollback makes every session a savepoint, and "
                + context.dialect().name()
                + " has none. Throw away single sessions instead: SessionOptions.withForceRollback()");
    }

    @Override
    public CompletableFuture<HeldConnection> hold(Object holder, boolean readOnly, Duration limit) {
        return Objects.requireNonNull(turns).enter(holder, false, limit);
    }

    /** For one-shots, which have no work in them that could wait for another session: nobody comes in on top of them. */
    public ConnectionSource ofOneShots() {
        return (holder, readOnly, limit) -> Objects.requireNonNull(turns).enter(holder, true, limit);
    }

    @Override
    public PoolStats stats() {
        return pool.stats();
    }

    @Override
    public Optional<PoolStats> stats(PoolStats.Role role) {
        return pool.stats(role);
    }

    @Override
    public CompletableFuture<Void> close(Duration grace) {
        HeldConnection held = outer;
        TurnStack sessions = turns;
        if (held == null || sessions == null) {
            return pool.close(Duration.ZERO);
        }
        return sessions.close(grace)
                .thenCompose(empty -> rollBack(held, sessions))
                .handle((done, failure) -> {
                    CompletableFuture<Void> down = pool.close(Duration.ZERO);
                    return failure == null
                            ? down
                            : down.handle((closed, ignored) -> null)
                                    .thenCompose(
                                            closed -> CompletableFuture.<Void>failedFuture(Failures.unwrap(failure)));
                })
                .thenCompose(result -> result);
    }

    /** Makes sure that the transaction is still the one that was never committed, and rolls it back. */
    private CompletableFuture<Void> rollBack(HeldConnection held, TurnStack sessions) {
        if (sessions.isBroken()) {
            held.destroy("lost");
            return CompletableFuture.failedFuture(sessions.lost());
        }
        return held.line()
                .inTransaction(context.closeTimeout())
                .handle((open, failure) -> {
                    if (failure != null) {
                        return unverified(held, Failures.backend(failure));
                    }
                    if (!open) {
                        held.destroy("the outer transaction of force-rollback was ended");
                        return CompletableFuture.<Void>failedFuture(breach());
                    }
                    if (sessions.isRevoked()) {
                        held.destroy("sessions were open when the grace was over"); // which rolls everything back
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    return rollBack(held, sessions.isDirty());
                })
                .thenCompose(result -> result);
    }

    /** A database that does not answer in time rolls back once the connection is closed; one that failed may be breached. */
    private static CompletableFuture<Void> unverified(HeldConnection held, BackendException failure) {
        held.destroy("the outer transaction of force-rollback could not be verified");
        return failure.kind() == Kind.TIMEOUT
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new ConnectionLostException(
                        "Force-rollback could not be verified at disconnect, because its connection failed: "
                                + failure.getMessage() + "; look whether anything was kept",
                        true,
                        failure));
    }

    private CompletableFuture<Void> rollBack(HeldConnection held, boolean dirty) {
        CompletableFuture<Reply> rollback = held.line()
                .control(
                        Command.control(List.of(context.transactionSql().rollback(0))),
                        "ROLLBACK",
                        context.closeTimeout());
        return rollback.handle((done, failure) -> {
            if (failure != null) {
                held.destroy("rolling back failed"); // closing rolls back as well
            } else if (dirty) {
                held.releaseDirty();
            } else {
                held.release();
            }
            return null;
        });
    }

    private static StatementException breach() {
        return new StatementException(
                "Force-rollback did not hold: something ended the outer transaction, so what was done before may be"
                        + " committed. Look for a statement that commits by itself",
                StatementException.Kind.TRANSACTION_ENDED,
                null,
                null,
                null,
                null);
    }
}
