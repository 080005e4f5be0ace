package io.databased.internal.session;

import io.databased.internal.connection.Call;
import io.databased.internal.connection.Line;
import io.databased.internal.context.Context;
import io.databased.internal.failure.Origin;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.Reply;

/** Undoes a session on the wire, if it has begun there, and ends it. Cannot fail: a dead connection undoes it as well. */
final class CancelStep extends CallStep {
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
            session.observed().sent(line.server(), rollback);
            call.start();
        });
    }

    @Override
    Origin asker() {
        return session.origin();
    }

    @Override
    void tell(Throwable why) {
        // An ancestor is cancelled and this session with it: the ancestor has ended it.
    }

    @Override
    void succeeded(Reply reply) {
        session.endCancelled();
    }

    @Override
    void refused(BackendException failure) {
        pipeline.lose(
                "rolling back failed: " + failure.getMessage(),
                session.refusals().lost(failure, asker()));
        session.endCancelled();
    }
}
