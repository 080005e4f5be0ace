package io.databased.internal.session;

import io.databased.DatabaseObserver.End;
import io.databased.DatabaseObserver.PoolEvent.SessionLost;
import io.databased.DatabaseObserver.Server;
import io.databased.SessionNotOpenException;
import io.databased.internal.async.Log;
import io.databased.internal.connection.HeldConnection;
import io.databased.internal.context.Context;
import io.databased.internal.context.Observed;
import io.databased.internal.failure.SessionLabel;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.RowCursor;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done for a session that became unreachable while it held a connection: it is rolled back, the connection goes
 * back, and the loss is reported. Holds on to the connection and never to the session.
 *
 * <p>While a statement is under way the backend reaches the pipeline through its callbacks, so this runs only when nothing
 * is.
 */
final class LostSession implements Runnable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Context context;
    private final SessionLabel label;
    private final HeldConnection held;
    private final Observed observed;
    private volatile boolean begun;
    private volatile boolean ended;
    private volatile @Nullable RowCursor cursor;
    private Cleaner.@Nullable Cleanable registration;

    private LostSession(SessionNode session, HeldConnection held) {
        this.context = session.context();
        this.label = session.label();
        this.held = held;
        this.observed = session.observed();
    }

    /** @param pipeline whose loss is noticed */
    static LostSession watch(Object pipeline, SessionNode root, HeldConnection held) {
        LostSession watch = new LostSession(root, held);
        watch.registration = CLEANER.register(pipeline, watch);
        return watch;
    }

    void begun() {
        begun = true;
    }

    void cursor(@Nullable RowCursor open) {
        cursor = open;
    }

    void ended() {
        ended = true;
        if (registration != null) {
            registration.clean(); // only takes it off the cleaner's list, see run
        }
    }

    @Override
    public void run() {
        if (ended) {
            return;
        }
        report();
        RowCursor open = cursor;
        if (open == null) {
            rollBack();
        } else {
            held.line().close(open, context.closeTimeout()).whenComplete((done, failure) -> rollBack());
        }
    }

    private void report() {
        String lost = "Session '" + label.name() + "' was never ended and became unreachable; it is rolled back. It was"
                + " opened at " + label.line();
        Log.LOGGER.log(Level.WARNING, lost);
        Server server = held.line().server();
        context.observers().pool(new SessionLost(context.pool(server.role()), label.name(), label.line()));
        observed.ended(End.FAILED, new SessionNotOpenException(lost));
    }

    private void rollBack() {
        if (!begun) {
            held.releaseDirty();
            return;
        }
        int depth = held.baseDepth();
        List<Control> steps = new ArrayList<>();
        steps.add(context.transactionSql().rollback(depth));
        if (depth > 0) {
            steps.add(context.transactionSql().commit(depth));
        }
        held.line()
                .control(Command.control(steps), "ROLLBACK", context.closeTimeout())
                .whenComplete((reply, failure) -> {
                    if (failure == null) {
                        held.releaseDirty();
                    } else {
                        held.destroy("rolling back a lost session failed");
                    }
                });
    }
}
