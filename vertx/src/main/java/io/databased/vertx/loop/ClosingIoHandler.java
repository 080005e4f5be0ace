package io.databased.vertx.loop;

import io.netty.channel.IoHandler;

/**
 * A handler that leaves no socket open. Netty closes those of an event loop when it sees that the loop is to end, and then
 * runs the tasks that are left. A socket that one of these opens, or all of them if the loop is told to end between the look and the
 * last task, stay open for ever: closing a selector closes none of its sockets.
 */
public final class ClosingIoHandler extends WrappedIoHandler {
    public ClosingIoHandler(IoHandler wrapped) {
        super(wrapped);
    }

    /** No task follows this, so nothing more can be opened. */
    @Override
    public void destroy() {
        wrapped.prepareToDestroy();
        wrapped.destroy();
    }
}
