package io.databased.internal.session;

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
 * <p>While a statement is under way the backend reaches the conversation through its callbacks, so this runs only when
 * nothing is.
 */
final class LostSession implements Runnable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Engine engine;
    private final Holder holder;
    private final ConnectionSource.Held held;
    private volatile boolean begun;
    private volatile boolean ended;
    private volatile @Nullable RowCursor cursor;
    private Cleaner.@Nullable Cleanable registration;

    private LostSession(Engine engine, Holder holder, ConnectionSource.Held held) {
        this.engine = engine;
        this.holder = holder;
        this.held = held;
    }

    static LostSession watch(Conversation conversation, ConnectionSource.Held held) {
        LostSession watch =
                new LostSession(conversation.engine, conversation.root().holder(), held);
        watch.registration = CLEANER.register(conversation, watch);
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
        engine.sessionLost(holder);
        RowCursor open = cursor;
        if (open == null) {
            rollBack();
        } else {
            open.close().whenComplete((done, failure) -> rollBack());
        }
    }

    private void rollBack() {
        if (!begun) {
            held.releaseDirty();
            return;
        }
        int depth = held.baseDepth();
        List<Control> steps = new ArrayList<>();
        steps.add(engine.transactionSql().rollback(depth));
        if (depth > 0) {
            steps.add(engine.transactionSql().commit(depth));
        }
        held.connection().run(Command.control(steps)).whenComplete((reply, failure) -> {
            if (failure == null) {
                held.releaseDirty();
            } else {
                held.destroy("rolling back a lost session failed");
            }
        });
    }
}
