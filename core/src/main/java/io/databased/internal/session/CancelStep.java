package io.databased.internal.session;

import io.databased.internal.connection.Call;
import io.databased.internal.context.Context;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Undoes a session on the wire, if it has begun there, and ends it. Cannot fail: a dead connection undoes it as well. */
final class CancelStep extends Step implements Call.Listener<Reply> {
    // Written before it is sent.
    private @Nullable Command command;
    private long start;

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
        command = rollback;
        pipeline.sent(this);
        Context context = session.context();
        Call<Reply> call = pipeline.line().control(rollback, "ROLLBACK", context.closeTimeout(), this);
        pipeline.monitor().afterwards(() -> {
            start = context.events().start();
            call.start();
        });
    }

    @Override
    void refuse(Throwable why) {
        // An ancestor is cancelled and this session with it: the ancestor has ended it.
    }

    @Override
    public void answered(Reply reply) {
        takeIn(reply, null);
    }

    @Override
    public void failed(BackendException failure) {
        takeIn(null, failure);
    }

    private void takeIn(@Nullable Reply reply, @Nullable BackendException failure) {
        session.context().events().exchanged(session.name(), Objects.requireNonNull(command), start, reply, failure);
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
