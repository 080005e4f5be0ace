package io.databased.vertx.runtime;

import io.databased.vertx.loop.CallbackEventLoops;
import io.databased.vertx.loop.ClosingIoHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.transport.Transport;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Java's sockets on {@linkplain CallbackEventLoops our event loops} or those of Netty, which leave none open when they end; and
 * closing one always ends. The drivers answer a request to close by taking leave of the server, and keep the socket until the server has
 * closed its end: behind a network that is gone, for ever.
 */
public final class BoundedTransport implements io.vertx.core.transport.Transport, Transport {
    /** Who takes the sockets that this thread makes; Vert.x tells nobody of one before it is connected. */
    private static final ThreadLocal<@Nullable Consumer<Channel>> OWNER = new ThreadLocal<>();

    private final Transport java = NIO.implementation();
    private final @Nullable ClassLoader classLoader;
    private final boolean callsBack;

    /**
     * @param classLoader the context class loader of the event loops
     * @param callsBack whether the event loops are ours, and not those of Vert.x
     */
    BoundedTransport(@Nullable ClassLoader classLoader, boolean callsBack) {
        this.classLoader = classLoader;
        this.callsBack = callsBack;
    }

    /** Has a client connect, and hands over the socket as soon as it is made, on the event loop that this is called on. */
    public static <T> T whileConnecting(Consumer<Channel> owner, Supplier<T> client) {
        OWNER.set(owner);
        try {
            return client.get();
        } finally {
            OWNER.remove();
        }
    }

    @Override
    public String name() {
        return "bounded";
    }

    @Override
    public boolean available() {
        return java.isAvailable();
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return java.unavailabilityCause();
    }

    @Override
    public Transport implementation() {
        return this;
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        ChannelFactory<? extends Channel> sockets = domainSocket ? java.channelFactory(true) : BoundedChannel::new;
        return () -> {
            Channel made = sockets.newChannel();
            Consumer<Channel> owner = OWNER.get();
            if (owner != null) {
                owner.accept(made);
            }
            return made;
        };
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return java.serverChannelFactory(domainSocket);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        IoHandlerFactory selectors = java.ioHandlerFactory();
        return loop -> new ClosingIoHandler(selectors.newHandler(loop));
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int loops, ThreadFactory threads, int ioRatio) {
        ThreadFactory loading = task -> {
            Thread thread = threads.newThread(task);
            thread.setContextClassLoader(classLoader);
            return thread;
        };
        return type == ACCEPTOR_EVENT_LOOP_GROUP || !callsBack
                ? new MultiThreadIoEventLoopGroup(loops, loading, ioHandlerFactory())
                : new CallbackEventLoops(loops, loading, ioHandlerFactory());
    }

    @Override
    public DatagramChannel datagramChannel() {
        return java.datagramChannel();
    }

    @Override
    @SuppressWarnings("deprecation") // the interface is Vert.x's
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return java.datagramChannel(family);
    }

    @Override
    public boolean supportsDomainSockets() {
        return java.supportsDomainSockets();
    }

    @Override
    public java.net.SocketAddress convert(SocketAddress address) {
        return java.convert(address);
    }

    @Override
    public SocketAddress convert(java.net.SocketAddress address) {
        return java.convert(address);
    }

    /** A socket that is closed a second after it was asked to, whatever the driver and the server make of it. */
    private static final class BoundedChannel extends NioSocketChannel {
        private static final long PATIENCE_MILLIS = 1000;

        @Override
        public ChannelFuture close() {
            boundClosing();
            return super.close();
        }

        @Override
        public ChannelFuture shutdownOutput() {
            boundClosing();
            return super.shutdownOutput();
        }

        private void boundClosing() {
            if (isRegistered() && !eventLoop().isShuttingDown()) {
                eventLoop().schedule(() -> unsafe().close(voidPromise()), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }
}
