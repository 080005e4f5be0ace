package io.databased.vertx.loop;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/** Event loops that connections take in turn. */
public final class CallbackEventLoops extends MultiThreadIoEventLoopGroup {
    /** @param threads for the watch of each loop */
    public CallbackEventLoops(int loops, ThreadFactory threads, IoHandlerFactory handlers) {
        super(loops, threads, handlers);
    }

    /** Whether the current thread is one of the loops, and not in a callback: then it must not block. */
    public static boolean isCurrentThread() {
        return Thread.currentThread() instanceof LeaderThread thread
                && thread.leader().serves();
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... arguments) {
        return new CallbackEventLoop(this, executor, handlers);
    }
}
