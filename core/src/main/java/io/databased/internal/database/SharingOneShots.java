package io.databased.internal.database;

import io.databased.internal.connection.HeldConnection;
import io.databased.internal.connection.Line;
import io.databased.internal.connection.PoolSource;
import io.databased.internal.connection.Usage;
import io.databased.internal.context.Context;
import io.databased.internal.failure.Failures;
import io.databased.internal.failure.SessionLabel;
import io.databased.internal.pool.Share;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** On connections that they share with others, unless there is a reason to be alone. */
record SharingOneShots(Context context, PoolSource pool, Pace pace) implements OneShots {
    private static final String SPOILED = "a statement on it was interrupted";

    SharingOneShots(Context context, PoolSource pool) {
        this(context, pool, new Pace());
    }

    /**
     * Nobody shares the connection when its caller runs the statement itself, or when the statement may leave a mark on it: it
     * is reset then before others have it. Nor if it took long the last time, nor on its last try.
     */
    @Override
    public void run(OneShot oneShot) {
        oneShot.asksForConnection();
        boolean marks = oneShot.prepared().marksConnection()
                || context.settings().backend().resetsAfterUse();
        boolean lendsThread = oneShot.request().outcome().lendsThread() && runsOnCallers();
        if (marks || lendsThread || isSlow(oneShot) || oneShot.wantsToBeAlone()) {
            runAlone(oneShot, marks);
        } else {
            runShared(oneShot);
        }
    }

    /** Where callers run their statements, those that wait for the disk share a commit: slow ones, too. */
    private boolean isSlow(OneShot oneShot) {
        return oneShot.prepared().parsed().isSlow() && !runsOnCallers();
    }

    private boolean runsOnCallers() {
        return context.settings().backend().runsOnCallers();
    }

    private void runShared(OneShot oneShot) {
        long asked = context.observers().now();
        Share<Line> share = pool.tryShare(oneShot.mayRead());
        if (share != null) {
            send(oneShot, share, asked);
            return;
        }
        CompletableFuture<Share<Line>> coming = pool.share(oneShot.mayRead());
        oneShot.waitsFor(coming);
        coming.whenComplete((arrived, failure) -> {
            if (failure == null) {
                send(oneShot, arrived, asked);
            } else {
                oneShot.unserved(Failures.unwrap(failure));
            }
        });
    }

    private void send(OneShot oneShot, Share<Line> share, long asked) {
        Line line = share.connection();
        Usage usage = context.observers().isEmpty() ? null : new Usage(context, line, asked);
        long sent = context.timer().nanoTime();
        CompletableFuture<@Nullable BackendException> answered = oneShot.send(line);
        if (answered == null) {
            release(share, usage);
            return;
        }
        answered.whenComplete((failure, never) -> {
            long nanos = context.timer().nanoTime() - sent;
            if (isLost(failure)) {
                share.connectionFailed(failure);
            } else if (isSpoiled(oneShot, line)) {
                share.connectionFailed(new IllegalStateException(SPOILED));
            } else if (line.backend().takeMark()) {
                oneShot.prepared().parsed().hasMarked();
                share.connectionMarked();
            }
            pace.ended(oneShot.prepared().parsed(), failure == null, nanos, release(share, usage));
        });
    }

    private static long release(Share<Line> share, @Nullable Usage usage) {
        long busy = share.release();
        if (usage != null) {
            usage.end();
        }
        return busy;
    }

    private void runAlone(OneShot oneShot, boolean marks) {
        CompletableFuture<HeldConnection> coming = pool.hold(
                new SessionLabel("one-shot", oneShot.prepared().origin().callSite()),
                oneShot.mayRead(),
                context.acquireTimeout());
        oneShot.waitsFor(coming);
        coming.whenComplete((held, failure) -> {
            if (failure == null) {
                oneShot.request().outcome().advance(() -> sendAlone(oneShot, held, marks));
            } else {
                oneShot.unserved(Failures.unwrap(failure));
            }
        });
    }

    private void sendAlone(OneShot oneShot, HeldConnection held, boolean marks) {
        long sent = context.timer().nanoTime();
        CompletableFuture<@Nullable BackendException> answered = oneShot.send(held.line());
        if (answered == null) {
            held.release();
            return;
        }
        answered.whenComplete((failure, never) -> {
            long nanos = context.timer().nanoTime() - sent;
            pace.ended(oneShot.prepared().parsed(), failure == null, nanos, nanos);
            if (isLost(failure)) {
                held.destroy("lost");
            } else if (isSpoiled(oneShot, held.line())) {
                held.destroy(SPOILED);
            } else if (marks) {
                held.releaseDirty();
                if (failure == null) {
                    new InVain(context).done(oneShot.prepared());
                }
            } else {
                held.release();
            }
        });
    }

    private static boolean isSpoiled(OneShot oneShot, Line line) {
        return oneShot.interrupted() && !line.backend().reusableAfterInterrupt();
    }

    private static boolean isLost(@Nullable BackendException failure) {
        return failure != null && (failure.effect() == Effect.CONNECTION_LOST || failure.effect() == Effect.NOT_SENT);
    }
}
