package io.databased.internal.session;

import io.databased.internal.failure.Origin;
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
    Origin asker() {
        return session.origin();
    }

    @Override
    void tell(Throwable why) {
        opened.completeExceptionally(why);
    }

    @Override
    void failed(Throwable why) {
        session.notOpened(why);
    }
}
