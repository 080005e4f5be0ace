package io.databased.internal.session;

import io.databased.internal.connection.Call;
import io.databased.spi.BackendException;
import io.databased.spi.Reply;

/** A step that is one call, and is over with its answer. */
abstract class CallStep extends Step implements Call.Listener<Reply> {
    CallStep(SessionNode session) {
        super(session);
    }

    /** Its answer has come. Under the monitor. */
    abstract void succeeded(Reply reply);

    /** It has failed. Under the monitor. */
    abstract void refused(BackendException failure);

    @Override
    public final void answered(Reply reply) {
        end(() -> succeeded(reply));
    }

    @Override
    public final void failed(BackendException failure) {
        end(() -> refused(failure));
    }

    private void end(Runnable decision) {
        pipeline.monitor().enter();
        try {
            pipeline.answered(this);
            decision.run();
        } finally {
            pipeline.monitor().exit();
        }
        pipeline.pump();
    }
}
