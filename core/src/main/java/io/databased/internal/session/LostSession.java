package io.databased.internal.session;

import io.databased.internal.connection.HeldConnection;
import io.databased.internal.context.Context;
import io.databased.internal.failure.SessionLabel;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.RowCursor;
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
    private volatile boolean begun;
    private volatile boolean ended;
    private volatile @Nullable RowCursor cursor;
    private Cleaner.@Nullable Cleanable registration;

    private LostSession(Context context, SessionLabel label, HeldConnection held) {
        this.context = context;
        this.label = label;
        this.held = held;
    }

    /** @param pipeline whose loss is noticed */
    static LostSession watch(Object pipeline, Context context, SessionLabel label, HeldConnection held) {
        LostSession watch = new LostSession(context, label, held);
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
        context.events().sessionLost(label);
        RowCursor open = cursor;
        if (open == null) {
            rollBack();
        } else {
            held.line().close(open, context.closeTimeout()).whenComplete((done, failure) -> rollBack());
        }
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
