package io.databased.internal.session;

import io.databased.internal.session.SessionState.Event;
import java.util.concurrent.CompletableFuture;

/** Takes the connection of an outermost session that is opened by hand. */
final class OpenStep extends Step {
    private final CompletableFuture<Void> opened;

    OpenStep(SessionNode session, CompletableFuture<Void> opened) {
        super(session);
        this.opened = opened;
    }

    /** To have a place is enough; a second wait would have a deadline of its own. */
    @Override
    boolean needsTurn() {
        return false;
    }

    @Override
    void begin() {
        session.happened(Event.OPENED);
        pipeline.monitor().afterwards(() -> opened.complete(null));
    }

    @Override
    void refuse(Throwable why) {
        opened.completeExceptionally(session.origin().refused(why));
    }

    @Override
    void connectionFailed(Throwable failure) {
        Throwable why = session.origin().locate(failure);
        session.notOpened(why);
        super.connectionFailed(why);
    }
}
