package io.databased.internal.session;

import io.databased.internal.connection.Call;
import io.databased.internal.connection.Line;
import io.databased.internal.context.Context;
import io.databased.internal.context.Observed;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import org.jspecify.annotations.Nullable;

/** Undoes a session on the wire, if it has begun there, and ends it. Cannot fail: a dead connection undoes it as well. */
final class CancelStep extends Step implements Call.Listener<Reply> {
    CancelStep(SessionNode session) {
        super(session);
    }

    @Override
    boolean needsConnection() {
        return false;
    }

    @Override
    void begin() {
        if (!session.hasBegun() || !pipeline.isConnected()) {
            session.endCancelled();
            return;
        }
        Command rollback = Command.control(pipeline.nesting().rollback(session));
        pipeline.sent(this);
        Context context = session.context();
        Line line = pipeline.line();
        Call<Reply> call = line.control(rollback, "ROLLBACK", context.closeTimeout(), this);
        pipeline.monitor().afterwards(() -> {
            Observed.sent(session.observed(), line.server(), rollback);
            call.start();
        });
    }

    @Override
    void refuse(Throwable why) {
        // An ancestor is cancelled and this session with it: the ancestor has ended it.
    }

    @Override
    public void answered(Reply reply) {
        takeIn(null);
    }

    @Override
    public void failed(BackendException failure) {
        takeIn(failure);
    }

    private void takeIn(@Nullable BackendException failure) {
        pipeline.monitor().enter();
        try {
            pipeline.answered(this);
            if (failure != null) {
                pipeline.lose(
                        "rolling back failed: " + failure.getMessage(),
                        session.refusals().lost(failure));
            }
            session.endCancelled();
        } finally {
            pipeline.monitor().exit();
        }
        pipeline.pump();
    }
}
