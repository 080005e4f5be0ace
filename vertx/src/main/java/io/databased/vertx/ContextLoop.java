package io.databased.vertx;

import io.vertx.core.internal.ContextInternal;

/** The event loop of a connection of the driver. */
record ContextLoop(ContextInternal context) implements Loop {
    @Override
    public void run(Runnable action) {
        context.runOnContext(none -> action.run());
    }

    @Override
    public void runAfter(long millis, Runnable action) {
        context.owner().setTimer(millis, timer -> run(action));
    }
}
