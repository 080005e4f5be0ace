package io.databased.internal.session;

import java.util.concurrent.CompletableFuture;

/** Takes the connection of an outermost session that is opened by hand. */
final class OpenStep extends Step {
    private final CompletableFuture<Void> opened;

    OpenStep(DefaultSession session, CompletableFuture<Void> opened) {
        super(session);
        this.opened = opened;
    }

    @Override
    Runnable begin() {
        session.happened(SessionState.Event.OPENED);
        return () -> opened.complete(null);
    }

    @Override
    void refuse(Throwable why) {
        opened.completeExceptionally(why);
    }

    @Override
    Runnable connectionFailed(Throwable failure) {
        session.happened(SessionState.Event.NOT_OPENED);
        return () -> opened.completeExceptionally(failure);
    }
}
