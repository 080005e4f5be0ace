package io.databased.vertx.loop;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandle;
import java.nio.channels.SelectableChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A handler that pauses between connections if it takes long, and goes on with the next ones when it is run again. So what
 * follows from the answers of one is done before those of the others are read: meanwhile its server has work again. Confined to
 * the event loop.
 */
final class PausingIoHandler extends WrappedIoHandler {
    /** A long answer takes more, those to a few short statements less. */
    static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final LongSupplier nanoTime;
    private final Queue<Ready> ready = new ArrayDeque<>();

    /** @param selector finds the connections that are ready */
    PausingIoHandler(IoHandler selector, LongSupplier nanoTime) {
        super(selector);
        this.nanoTime = nanoTime;
    }

    @Override
    public int run(IoHandlerContext context) {
        if (ready.isEmpty()) {
            wrapped.run(context);
        }
        long start = nanoTime.getAsLong();
        int handled = 0;
        while (!ready.isEmpty() && (handled == 0 || nanoTime.getAsLong() - start < PAUSE_NANOS)) {
            Ready next = ready.remove();
            if (next.registration.isValid()) { // it may have been closed in a pause
                next.handle.handle(next.registration, next.event);
                handled++;
            }
        }
        return handled;
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return wrapped.register(new Deferred((NioIoHandle) handle));
    }

    /** A connection, and what it is ready for. */
    private record Ready(IoHandle handle, IoRegistration registration, IoEvent event) {}

    /** Notes down that a connection is ready. */
    @SuppressWarnings("try") // closing may throw what it likes: it is the connection's
    private final class Deferred implements NioIoHandle {
        private final NioIoHandle handle;

        Deferred(NioIoHandle handle) {
            this.handle = handle;
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            ready.add(new Ready(handle, registration, event));
        }

        @Override
        public SelectableChannel selectableChannel() {
            return handle.selectableChannel();
        }

        @Override
        public void registered() {
            handle.registered();
        }

        @Override
        public void unregistered() {
            handle.unregistered();
        }

        @Override
        public void close() throws Exception {
            handle.close();
        }
    }
}
