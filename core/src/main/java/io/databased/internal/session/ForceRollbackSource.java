package io.databased.internal.session;

import io.databased.DatabasedException;
import io.databased.PoolStats;
import io.databased.SavepointsUnsupportedException;
import io.databased.SessionOptions;
import io.databased.StatementException;
import io.databased.internal.pool.Scheduler;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import io.databased.spi.SessionBackend;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Force-rollback: one connection, inside one transaction that is never committed. Every outermost session is a nested
 * transaction of it, and every one-shot a session of one statement. The sessions run the same code as ever, one level
 * deeper.
 */
final class ForceRollbackSource implements ConnectionSource {
    private final Engine engine;
    private final PoolSource pool;
    private volatile @Nullable Held outer;
    private volatile @Nullable Floor floor;

    ForceRollbackSource(Engine engine, PoolSource pool) {
        this.engine = engine;
        this.pool = pool;
    }

    @Override
    public CompletableFuture<Void> start() {
        return pool.start()
                .thenCompose(started -> engine.dialect().savepoints()
                        ? pool.hold("force-rollback", false)
                        : CompletableFuture.failedFuture(noSavepoints()))
                .thenCompose(held -> {
                    outer = held;
                    floor = new Floor(engine, held.connection());
                    return held.connection()
                            .run(Command.control(List.of(engine.transactionSql().begin(0, SessionOptions.defaults()))));
                })
                .thenAccept(begun -> {});
    }

    /** Known now at the latest: some backends ask the first connection which database it is. */
    private SavepointsUnsupportedException noSavepoints() {
        return new SavepointsUnsupportedException("Force-rollback makes every session a savepoint, and "
                + engine.dialect().name()
                + " has none. Throw away single sessions instead: SessionOptions.withForceRollback()");
    }

    private Floor floor() {
        return Objects.requireNonNull(floor);
    }

    @Override
    public CompletableFuture<Held> hold(Object holder, boolean readOnly) {
        return floor().enter(holder);
    }

    @Override
    public void run(OneShot oneShot) {
        DefaultSession session = DefaultSession.root(engine, new Alone(this), SessionOptions.named("one-shot"));
        session.openNow(false);
        CompletableFuture<Void> running = new CompletableFuture<>();
        Request request = oneShot.request;
        session.holder().openedAt(request.callSite());
        Request inSession =
                new Request(request.prepared(), new InSession(oneShot, session, running), request.callSite());
        try {
            Runnable abandon = session.submit(inSession);
            running.whenComplete((done, cancelled) -> {
                if (cancelled != null) {
                    abandon.run();
                    session.cancelNow().thenAccept(hooks -> engine.afterHooks(hooks, () -> {}));
                }
            });
            oneShot.waitsFor(running);
        } catch (DatabasedException refused) {
            session.cancelNow();
            oneShot.fail(refused);
        }
    }

    /** Where one-shots have their place: there is no work in them that could wait for another session. */
    private record Alone(ForceRollbackSource source) implements ConnectionSource {
        @Override
        public CompletableFuture<Void> start() {
            return source.start();
        }

        @Override
        public CompletableFuture<Held> hold(Object holder, boolean readOnly) {
            return source.floor().enterAlone(holder);
        }

        @Override
        public void run(OneShot oneShot) {
            source.run(oneShot);
        }

        @Override
        public PoolStats stats() {
            return source.stats();
        }

        @Override
        public CompletableFuture<Void> close(Duration grace) {
            return source.close(grace);
        }
    }

    /** Ends the session of a one-shot before its outcome is told. */
    private record InSession(OneShot oneShot, DefaultSession session, CompletableFuture<Void> running)
            implements Outcome {
        @Override
        public void reply(Reply reply) {
            session.commitNow().whenComplete((hooks, failure) -> {
                if (failure == null) {
                    running.complete(null);
                    oneShot.succeed(reply);
                } else {
                    failure(Failures.unwrap(failure));
                }
            });
        }

        @Override
        public void failure(Throwable first) {
            session.cancelNow().whenComplete((hooks, failure) -> {
                running.complete(null);
                oneShot.fail(first);
            });
        }
    }

    @Override
    public PoolStats stats() {
        return pool.stats();
    }

    @Override
    public CompletableFuture<Void> close(Duration grace) {
        Held held = Objects.requireNonNull(outer);
        return floor().close(grace)
                .thenCompose(empty -> rollBack(held))
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
    private CompletableFuture<Void> rollBack(Held held) {
        if (floor().isBroken()) {
            held.destroy("lost");
            return CompletableFuture.failedFuture(floor().lost());
        }
        return stillOpen(held.connection()).thenCompose(open -> {
            if (!open) {
                held.destroy("the outer transaction of force-rollback was ended");
                return CompletableFuture.failedFuture(breach());
            }
            if (floor().isRevoked()) {
                held.destroy("sessions were open when the grace was over"); // which rolls everything back
                return CompletableFuture.completedFuture(null);
            }
            return held.connection()
                    .run(Command.control(List.of(engine.transactionSql().rollback(0))))
                    .toCompletableFuture()
                    .thenAccept(done -> {
                        if (floor().isDirty()) {
                            held.releaseDirty();
                        } else {
                            held.release();
                        }
                    });
        });
    }

    /** Whether the outer transaction is open; one that does not say so in time is taken at its word. */
    private CompletableFuture<Boolean> stillOpen(SessionBackend connection) {
        CompletableFuture<Boolean> open =
                connection.inTransaction().toCompletableFuture().copy();
        Scheduler.Task limit = engine.after(engine.closeTimeout(), () -> open.complete(true));
        return open.whenComplete((answer, failure) -> limit.cancel());
    }

    private static StatementException breach() {
        return new StatementException(
                "Force-rollback was breached: something ended the outer transaction, so what was done before may be in the"
                        + " database for good. Look for a statement that commits by itself",
                StatementException.Kind.TRANSACTION_ENDED,
                null,
                null,
                null,
                null);
    }
}
