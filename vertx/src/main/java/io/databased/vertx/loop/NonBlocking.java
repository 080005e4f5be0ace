package io.databased.vertx.loop;

import io.netty.channel.IoHandlerContext;

/** Has a handler do what there is and not wait. */
class NonBlocking implements IoHandlerContext {
    @Override
    public boolean canBlock() {
        return false;
    }

    @Override
    public long delayNanos(long currentTimeNanos) {
        return 0;
    }

    @Override
    public long deadlineNanos() {
        return -1;
    }
}
